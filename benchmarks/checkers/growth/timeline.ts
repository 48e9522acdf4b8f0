import type { Operation } from '../../../src/core/event.ts'
import type { NodeId } from '../../../src/core/ids.ts'
import type { Json } from '../../../src/core/json.ts'
import { PHASES } from '../../../src/core/phase.ts'
import type { Phase } from '../../../src/core/phase.ts'
import type { TrialRecord } from '../../../src/core/trial.ts'
import { NODES, TRIAL } from '../../../src/selftest/generate/operation.ts'
import { Mulberry32 } from '../mulberry32.ts'

/** Nanoseconds between two operations taking effect. */
const STEP = 100_000
const CLIENTS = 12
/** Share of the operations before each phase begins. */
const BEGINS: { readonly [phase in Phase]: number } = { setup: 0, before: 0, transition: 0.2, steady: 0.3, heal: 0.8, after: 0.85 }

/** What a workload says about one operation; its effect is that of the moment it is asked. */
export interface Step {
  readonly f: string
  readonly key?: string
  readonly value: Json
  readonly result?: Json
  readonly type?: Operation['type']
  readonly probe?: number
}

/** What a workload may look at. */
export interface Moment {
  readonly i: number
  readonly home: NodeId
  readonly phase: Phase
  readonly dice: Mulberry32
  /** Nobody will hear the answer; the workload decides whether it took effect. */
  readonly unknown: boolean
  /** The answer may be an old one. */
  readonly stale: boolean
}

export interface Timeline {
  readonly n: number
  /** Operations in 100 whose outcome stays unknown. */
  readonly unknown: number
  /** Reads at n1 in steady that show an old state, in 100. */
  readonly stale: number
}

/** `n` operations that take effect one after the other, while calls and returns of twelve clients overlap. */
export function operationsOf({ n, unknown, stale }: Timeline, step: (moment: Moment) => Step): Operation[] {
  const dice = new Mulberry32(1)
  const operations: Operation[] = []
  for (let i = 0; i < n; i++) {
    const phase = PHASES.findLast((one) => BEGINS[one] * n <= i)!
    const home = NODES[i % NODES.length]!
    const lost = phase !== 'after' && dice.below(100) < unknown
    const old = phase === 'steady' && home === 'n1' && dice.below(100) < stale
    const call = Math.max(0, i * STEP - dice.below(3 * STEP))
    const end = i * STEP + 1 + dice.below(3 * STEP)
    const { result, type = lost ? 'info' : 'ok', ...asked } = step({ i, home, phase, dice, unknown: lost, stale: old })
    operations.push({
      index: 0,
      process: lost ? CLIENTS + i : i % CLIENTS,
      ...asked,
      ...(type === 'info' || result === undefined ? {} : { result }),
      type,
      call,
      ret: type === 'info' ? Infinity : end,
      end,
      home,
      node: home,
      side: home === 'n1' ? 'minority' : 'majority',
      phase,
    })
  }
  operations.sort((a, b) => a.call - b.call)
  operations.forEach((operation, index) => ((operation as { index: number }).index = index))
  return operations
}

/** The trial that such operations belong to: n1 is cut from n2 and n3. */
export function trialOf(n: number): TrialRecord {
  const transition = BEGINS.transition * n * STEP
  return {
    ...TRIAL,
    phases: { ...Object.fromEntries(PHASES.map((phase) => [phase, BEGINS[phase] * n * STEP])), end: (n + 4) * STEP },
    probes: TRIAL.cutLinks.map(({ from, to }) => ({ link: `${from}->${to}`, time: transition + 1, state: 'cut', expected: 'cut', phase: 'transition', waitedMs: 1 })),
  }
}
