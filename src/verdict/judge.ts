import { convergence } from '../checker/convergence.ts'
import { type ProbeFinding, probeFindings, probes } from '../checker/probes.ts'
import { runChecks } from '../checker/run-checks.ts'
import type { Operation } from '../core/event.ts'
import { faultOf } from '../core/fault.ts'
import type { LaneInfo, TrialRecord } from '../core/trial.ts'
import type { Check, CheckInput, CheckResult } from '../core/workload.ts'
import { afterHeal } from './after-heal.ts'
import { availability } from './availability.ts'
import { caveats } from './caveats.ts'
import { classify } from './classify.ts'
import type { Evidence, LaneHistory } from './evidence.ts'
import { explain } from './explain.ts'
import { matrix } from './matrix.ts'
import { preconditions } from './preconditions.ts'
import { probePairs } from './probe-pairs.ts'
import { scopes } from './scope.ts'
import { subLabel } from './sub-label.ts'
import { unboundedOutcomes } from './unbounded.ts'
import type { LaneJudgement, UnboundedOutcome, Verdict } from './verdict.ts'
import { violations } from './violations.ts'

/** A lane with its history and the checks of its workload. */
export interface CheckedLane extends LaneHistory {
  /** The workload's own checks. Probes and convergence are added here; leave them out. */
  readonly checks: readonly Check[]
}

export interface JudgeInput {
  readonly trial: TrialRecord
  readonly lane: LaneInfo
  readonly operations: readonly Operation[]
  readonly laneChecks: readonly Check[]
  /** The register lane of the same trial; null when there is none, and for the register lane itself. */
  readonly register: LaneHistory | null
  readonly registerChecks: readonly Check[]
  /** Milliseconds that each check may take. */
  readonly budgetMs: number
  /** Share of unanswered requests that still counts as available; 0 by default, and printed when it is not. */
  readonly tolerance?: number
}

/** Judges one lane of a trial: checks, availability, preconditions, label and reason. Pure. */
export function judgeLane(input: JudgeInput): LaneJudgement {
  const { trial, budgetMs, register, registerChecks } = input
  const run = (history: LaneHistory, checks: readonly Check[]): CheckedResults => ({ ...history, results: runChecks(checks, { ...history, trial, budgetMs }) })
  const own = { lane: input.lane, operations: input.operations }
  const other = register === null || register.lane.workload === own.lane.workload ? null : register
  return judge(trial, run(own, withGeneral(input.laneChecks)), other === null ? null : run(other, registerChecks), acrossCut(trial, other ?? own, budgetMs), input.tolerance ?? 0)
}

/** Judges all lanes of a trial, running every check once. The lane of workload `register` judges the others too. */
export function judgeTrial(trial: TrialRecord, lanes: readonly CheckedLane[], budgetMs: number, tolerance = 0): LaneJudgement[] {
  const results = lanes.map(
    ({ lane, operations, checks }): CheckedResults => ({ lane, operations, results: runChecks(withGeneral(checks), { lane, operations, trial, budgetMs }) }),
  )
  const register = results.find(({ lane }) => lane.workload === 'register') ?? null
  const across = register === null ? null : acrossCut(trial, register, budgetMs)
  return results.map((own) => judge(trial, own, own === register ? null : register, across ?? acrossCut(trial, own, budgetMs), tolerance))
}

interface CheckedResults extends LaneHistory {
  readonly results: readonly CheckResult[]
}

/** What was sent to look across the cut, and what came of it. */
interface AcrossCut {
  readonly result: CheckResult
  readonly findings: readonly ProbeFinding[]
  readonly unbounded: readonly UnboundedOutcome[]
}

/** Probes are operations of the register lane; a lane judged without one has whatever probes are its own. */
function acrossCut(trial: TrialRecord, { lane, operations }: LaneHistory, budgetMs: number): AcrossCut {
  const [result] = runChecks([probes], { lane, operations, trial, budgetMs } satisfies CheckInput)
  return { result: result!, findings: probeFindings(trial, operations), unbounded: unboundedOutcomes(trial, operations) }
}

function judge(trial: TrialRecord, own: CheckedResults, register: CheckedResults | null, across: AcrossCut, tolerance: number): LaneJudgement {
  const histories = register === null ? [own] : [own, register]
  const counts = ({ counts: against }: CheckResult): boolean => against === 'linearizability'
  const evidence: Evidence = {
    trial,
    lane: own.lane,
    histories,
    cells: histories.flatMap(({ lane, operations }) => availability(trial, lane, operations)),
    counted: [...own.results.filter(counts), across.result, ...(register?.results.filter(counts) ?? [])],
    shown: own.results.filter((result) => !counts(result)),
    probes: across.findings,
    unbounded: across.unbounded,
    tolerance,
  }
  const { verdict, witness } = decide(evidence)
  const cells = evidence.cells.filter(({ workload }) => workload === own.lane.workload)
  return {
    verdict,
    availability: cells,
    matrix: matrix(trial, cells, tolerance),
    probes: probePairs(trial, across.findings),
    unbounded: across.unbounded,
    checks: register === null ? [...own.results, across.result] : own.results,
    witness,
    operations: own.operations,
  }
}

/** Convergence is a figure of every workload. */
function withGeneral(checks: readonly Check[]): readonly Check[] {
  return checks.includes(convergence) ? checks : [...checks, convergence]
}

function decide(evidence: Evidence): { readonly verdict: Verdict; readonly witness: LaneJudgement['witness'] } {
  const conditions = preconditions(evidence)
  const found = violations(evidence.counted)
  const seen = scopes(evidence)
  const facts = {
    sound: conditions.every(({ ok }) => ok),
    partition: faultOf(evidence.trial).noPartition === null,
    violation: !found.found ? ('none' as const) : found.witness === null ? ('unproved' as const) : ('witness' as const),
    available: seen.strict,
  }
  const label = classify(facts)
  const unknown = evidence.counted.some(({ valid }) => valid === 'unknown')
  return {
    witness: found.witness,
    verdict: {
      label,
      reason: explain({ evidence, label, facts, scopes: seen, found, preconditions: conditions }),
      subLabel: label === 'CP' ? subLabel(evidence) : null,
      sideScope: classify({ ...facts, available: seen.side }),
      consistent: found.found ? false : unknown ? 'unknown' : true,
      available: seen.strict,
      witnessPhases: found.phases,
      preconditions: conditions,
      caveats: caveats(evidence, label, found),
      afterHeal: afterHeal(evidence),
    },
  }
}
