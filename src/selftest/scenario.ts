import type { CheckResult } from '../core/workload.ts'
import { MS } from '../run/clock.ts'
import type { Label, LaneJudgement, Precondition } from '../verdict/verdict.ts'
import type { MemoryNetwork } from './broken-stores/network.ts'
import type { Database } from './broken-stores/store.ts'
import type { WorkloadName } from './broken-stores/tables.ts'
import { memoryTrial, MEMORY_OPTIONS, MEMORY_SETTLE } from './memory-trial.ts'
import type { Figures, Row } from './row.ts'

/** A lane, the name of a check, and the checker that the row stands for. */
type Expected = readonly [lane: WorkloadName, check: string, checker: string]

/** A store in memory and what a whole trial must say of it. */
export interface Scenario {
  readonly id: string
  /** Null for a store without one: it must pass. */
  readonly bug: string | null
  database(network: MemoryNetwork): Database
  readonly lanes: readonly WorkloadName[]
  /** The verdict that each lane must get. */
  readonly labels: { readonly [lane in WorkloadName]?: Label }
  /** Checks that must find a contradiction, with a confirmed witness; every other one that counts must pass where the label is CP. */
  readonly broken: readonly Expected[]
  /** Figures that must hold. */
  readonly figures?: readonly (readonly [...Expected, holds: (details: CheckResult['details']) => boolean])[]
  /** A precondition that must be missing; all others must be met. */
  readonly unmet?: Precondition['id']
}

/** Operations in memory take a few milliseconds. */
const STARVED_MS = 1000

/** A row that runs a whole trial, from empty tables to the verdict. */
export function scenarioRow(scenario: Scenario): Row {
  const checkers = new Set([...scenario.broken, ...(scenario.figures ?? [])].map(([, , checker]) => checker))
  const labels = Object.entries(scenario.labels).map(([lane, label]) => `${lane} ${label}`)
  return {
    id: `end-to-end/${scenario.id}`,
    kind: 'end-to-end',
    bug: `${scenario.bug ?? 'a store without a bug'}: ${labels.join(', ')}`,
    checkers: ['verdict', ...checkers],
    run: ({ seed }) => runScenario(scenario, seed),
  }
}

/** A trial, and the longest that any operation took, in milliseconds. */
interface Outcome {
  readonly judged: ReadonlyMap<WorkloadName, LaneJudgement>
  readonly slowestMs: number
}

async function runScenario(scenario: Scenario, seed: number): Promise<Figures> {
  const first = await attempt(scenario, seed, 1)
  const starved = problemsOf(scenario, first.judged).length > 0 && first.slowestMs > STARVED_MS
  // A store in memory answers in milliseconds: whatever took so long was this machine, and the trial shows nothing.
  const { judged } = starved ? await attempt(scenario, seed, 3) : first
  const problems = problemsOf(scenario, judged)
  const bad = problems.length > 0
  const found = scenario.bug === null ? { caught: 0, missed: 0, falseAlarms: bad ? 1 : 0, passed: bad ? 0 : 1 } : { caught: bad ? 0 : 1, missed: bad ? 1 : 0, falseAlarms: 0, passed: 0 }
  const remark = starved ? { remark: `run a second time with phases three times as long, because an operation in memory took ${first.slowestMs} ms on this busy machine` } : {}
  return { histories: scenario.lanes.length, ...found, problem: bad ? `seed ${seed}: ${problems.join('\n  ')}` : null, ...remark }
}

/** Runs the trial with phases `stretch` times as long. */
async function attempt({ id, lanes, database }: Scenario, seed: number, stretch: number): Promise<Outcome> {
  const { deadlineMs, beforeMs, steadyMs } = MEMORY_OPTIONS
  const options = { ...MEMORY_OPTIONS, deadlineMs: stretch * deadlineMs, beforeMs: stretch * beforeMs, steadyMs: stretch * steadyMs }
  const { judged, operations } = await memoryTrial({ id, lanes, database, seed, options, settle: { ...MEMORY_SETTLE, ms: stretch * MEMORY_SETTLE.ms } })
  const slowest = operations.reduce((most, { call, end }) => Math.max(most, end - call), 0)
  return { judged, slowestMs: Math.round(slowest / MS) }
}

function problemsOf(scenario: Scenario, judged: ReadonlyMap<WorkloadName, LaneJudgement>): string[] {
  const { labels, broken, figures = [], unmet } = scenario
  const problems: string[] = []
  for (const [lane, { verdict, checks }] of judged) {
    if (verdict.label !== labels[lane]) problems.push(`${lane} is ${verdict.label}, not ${labels[lane]}: ${verdict.reason}`)
    for (const { id, ok, detail } of verdict.preconditions) if (ok === (id === unmet)) problems.push(`${lane}: precondition ${id} is ${ok ? 'met' : 'missing'}: ${detail}`)
    if (labels[lane] !== 'CP') continue
    for (const { check, valid, summary } of checks) if (valid !== true) problems.push(`${lane}: ${check}: ${summary}`)
  }
  for (const [lane, check] of broken) {
    const result = resultOf(judged, lane, check)
    if (result.valid !== false || result.witness?.confirmed !== true) problems.push(`${lane}: ${check} found nothing that is confirmed: ${result.summary}`)
  }
  for (const [lane, check, , holds] of figures) {
    const result = resultOf(judged, lane, check)
    if (!holds(result.details)) problems.push(`${lane}: the figures of ${check} are not as they must be: ${JSON.stringify(result.details)}`)
  }
  return problems
}

function resultOf(judged: ReadonlyMap<WorkloadName, LaneJudgement>, lane: WorkloadName, check: string): CheckResult {
  return judged.get(lane)!.checks.find((result) => result.check === check)!
}
