import type { Operation } from '../core/event.ts'
import { PHASES, type Phase } from '../core/phase.ts'
import type { CheckResult, Witness } from '../core/workload.ts'

/** What the checks that count say of C. */
export interface Violations {
  readonly found: boolean
  /** The witness that is shown: minimal, and confirmed by a second routine. Null when no result has such a one. */
  readonly witness: Witness | null
  /** Result that the witness comes from. */
  readonly check: CheckResult | null
  /** Phases in which contradictions were completed, in order. */
  readonly phases: readonly Phase[]
}

/**
 * Gathers violations. A witness that the second routine did not confirm may be a bug of the first one and carries no
 * verdict (CAP definition 4.4, violation hygiene).
 */
export function violations(counted: readonly CheckResult[]): Violations {
  const broken = counted.filter(({ valid }) => valid === false)
  const check = broken.find(({ witness }) => witness?.confirmed === true) ?? null
  const fell = new Set(broken.flatMap(phasesOf))
  return { found: broken.length > 0, witness: check?.witness ?? null, check, phases: PHASES.filter((phase) => fell.has(phase)) }
}

/** A check may say where all its violations fell; otherwise its witness tells. */
function phasesOf({ details, witness }: CheckResult): Phase[] {
  const counts = details['violationsByPhase']
  if (typeof counts === 'object' && counts !== null && !Array.isArray(counts)) {
    const named = PHASES.filter((phase) => Object.hasOwn(counts, phase))
    if (named.length > 0) return named
  }
  return witness === null || witness.operations.length === 0 ? [] : [lastCalled(witness.operations).phase]
}

/** The contradiction is complete with the operation that was called last. */
function lastCalled(operations: readonly Operation[]): Operation {
  return operations.reduce((last, operation) => (operation.call > last.call ? operation : last))
}
