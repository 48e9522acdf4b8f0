import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { PHASES, type Phase } from '../../core/phase.ts'
import type { LaneInfo } from '../../core/trial.ts'
import type { CheckInput, CheckResult } from '../../core/workload.ts'
import type { Model } from '../models/model.ts'
import { register } from '../models/register.ts'
import { explainRegister } from './explain.ts'
import { checkLinearizable } from './linearizable.ts'
import type { LinearizabilityResult, Violation } from './result.ts'
import { whyStopped } from './stopped.ts'

const CHECK = 'linearizability'

/** A violation with the phase in which its last read, swap or write was called. */
interface Found {
  readonly violation: Violation
  readonly phase: Phase
}

/**
 * Is every key of a register workload linearizable? Looks at `read`, `write` and `cas` of the whole history, all phases.
 *
 * What setup wrote is in the history as acknowledged writes; keys without such a write begin with `facts.initial`
 * of the lane (one value, or an object of values by key), or with null.
 */
export function linearizability({ operations, lane, budgetMs }: CheckInput): CheckResult {
  const began = performance.now()
  const own = operations.filter(({ f }) => f === 'read' || f === 'write' || f === 'cas')
  const model = register(initialValues(own, lane))
  const result = checkLinearizable(own, model, { budgetMs })
  const found = result.valid === false ? byPhase(result, own, model, budgetMs - (performance.now() - began)) : []
  const shown = found.find(({ phase }) => phase === 'steady') ?? found[0]
  return {
    check: CHECK,
    valid: result.valid,
    summary: summary(result, own.length),
    witness: shown === undefined ? null : witness(shown.violation, own),
    counts: 'linearizability',
    details: {
      operations: own.length,
      keys: result.objects.length,
      violatedKeys: result.objects.filter(({ valid }) => valid === false).map(({ key }) => key),
      violationsByPhase: countByPhase(found),
      undecidedKeys: result.objects.filter(({ valid }) => valid === 'unknown').map(progress),
      algorithms: countByAlgorithm(result),
    },
  }
}

/** First values: null for keys that setup wrote (its write is in the history), else what the lane says. */
function initialValues(operations: readonly Operation[], lane: LaneInfo): { initial: Json; initialByKey: { [key: string]: Json } } {
  const fact = lane.facts['initial'] ?? null
  const perKey = typeof fact === 'object' && fact !== null && !Array.isArray(fact) ? (fact as { [key: string]: Json }) : null
  const initialByKey: { [key: string]: Json } = { ...perKey }
  for (const { phase, f, type, key } of operations) {
    if (phase === 'setup' && f === 'write' && type === 'ok' && key !== undefined) initialByKey[key] = null
  }
  return { initial: perKey ? null : fact, initialByKey }
}

/**
 * Violations of each key in each phase: the check again with the reads of that phase alone. Leaving reads out is always
 * sound, so what still contradicts does so because of that phase's answers. When half of what time is left is used up, the
 * other phases and keys are not looked at.
 */
function byPhase(result: LinearizabilityResult, operations: readonly Operation[], model: Model, budgetMs: number): Found[] {
  const deadline = performance.now() + budgetMs / 2
  const isLate = (): boolean => performance.now() > deadline
  const groups = Map.groupBy(operations, ({ key }) => key ?? '')
  const found: Found[] = []
  for (const { key } of result.objects.filter(({ valid }) => valid === false)) {
    if (isLate()) break
    const own = groups.get(key)!
    for (const phase of PHASES) {
      if (!own.some((op) => op.phase === phase)) continue
      if (isLate()) break
      const part = own.filter((op) => op.phase === phase || model.role(op) !== 'read')
      const again = checkLinearizable(part, model, { budgetMs: deadline - performance.now() })
      const violation = again.violations[0]
      if (violation && lastPhase(violation) === phase) found.push({ violation, phase })
    }
  }
  if (found.length === 0) found.push(...result.violations.map((violation) => ({ violation, phase: lastPhase(violation) })))
  return found.sort((a, b) => a.violation.operations.length - b.violation.operations.length)
}

function lastPhase({ operations }: Violation): Phase {
  return operations.reduce((a, b) => (b.call >= a.call ? b : a)).phase
}

function summary({ valid, objects }: LinearizabilityResult, operations: number): string {
  const size = `${operations} operations on ${objects.length} keys`
  if (valid === true) return `${size}: each key has an order that explains every answer.`
  if (valid === false) {
    const violated = objects.filter((object) => object.valid === false).length
    return `${violated} of ${objects.length} keys ${violated === 1 ? 'has' : 'have'} answers that no order explains (${operations} operations).`
  }
  const open = objects.filter((object) => object.valid === 'unknown')
  return `${size}: not decided for ${open.length} of them, ${whyStopped(open)}.`
}

function witness(violation: Violation, operations: readonly Operation[]): CheckResult['witness'] {
  const ofKey = operations.filter(({ key }) => (key ?? '') === violation.key)
  return { explanation: explainRegister(violation, ofKey), operations: violation.operations, confirmed: violation.confirmed }
}

function progress({ key, operations, order, stopped }: LinearizabilityResult['objects'][number]): Json {
  return { key, operations, ordered: order.length, stopped }
}

function countByPhase(found: readonly Found[]): { readonly [phase: string]: number } {
  const phases = PHASES.filter((phase) => found.some((one) => one.phase === phase))
  return Object.fromEntries(phases.map((phase) => [phase, found.filter((one) => one.phase === phase).length]))
}

function countByAlgorithm({ objects }: LinearizabilityResult): { readonly [algorithm: string]: number } {
  const counts: { [algorithm: string]: number } = {}
  for (const { algorithm } of objects) counts[algorithm] = (counts[algorithm] ?? 0) + 1
  return counts
}
