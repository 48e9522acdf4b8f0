import type { Operation } from '../core/event.ts'
import type { CheckInput, CheckResult } from '../core/workload.ts'
import { canonical } from './canonical.ts'
import { finalReads } from './final-reads.ts'
import { registerHistories, type RegisterHistory } from './register-history.ts'
import { tally } from './tally.ts'

/**
 * What was left after the heal, for any workload: whether all homes gave the same final answers, how soon, and, for
 * registers, how many acknowledged writes of one side were overwritten by the other (last write wins and the like).
 *
 * `overwritten` counts, per side, the acknowledged writes invoked during the cut whose key ended with a value that
 * the other side wrote during the cut. They are not lost in the sense of `registerLost`: a later write may have
 * replaced them rightly, only its client could not see them. Figures only, never counted against C.
 */
export function convergence({ operations, trial }: CheckInput): CheckResult {
  const questions = finalReads(operations)
  const differing = questions.filter(({ answers }) => new Set(answers.map(({ result }) => canonical(result))).size > 1)
  const homes = Math.max(0, ...questions.map(({ answers }) => answers.length))
  const agree = differing.length === 0 && trial.convergedMs !== null
  return {
    check: 'convergence',
    valid: questions.length === 0 ? 'unknown' : agree,
    summary:
      questions.length === 0
        ? 'No final read was answered.'
        : agree
          ? `All ${homes} homes gave the same final answers, ${trial.convergedMs} ms after the heal.`
          : `The homes did not settle on the same final answers; ${differing.length} of ${questions.length} differ.`,
    witness: null,
    counts: 'impact',
    details: {
      convergedMs: trial.convergedMs,
      recoveredMs: trial.recovered.afterMs,
      questions: questions.length,
      homes,
      differing: differing.length,
      acknowledgedDuringCut: tally(duringCut(operations).map(({ side }) => side)),
      overwritten: overwritten(operations),
    },
  }
}

/** Acknowledged changes that were invoked while the cut held, settled or not. */
function duringCut(operations: readonly Operation[]): Operation[] {
  return operations.filter(({ type, value, phase }) => type === 'ok' && value !== null && (phase === 'transition' || phase === 'steady'))
}

function overwritten(operations: readonly Operation[]): { readonly [side: string]: number } {
  const histories = registerHistories(operations)
  const changes = Map.groupBy(duringCut(operations), ({ key }) => key ?? '')
  const gone = finalReads(operations, 'read').flatMap(({ key, answers }) => {
    const winner = soleWinner(answers, histories.get(key ?? ''))
    return winner === null ? [] : (changes.get(key ?? '') ?? []).filter(({ f, side }) => (f === 'write' || f === 'cas') && side !== winner.side)
  })
  return tally(gone.map(({ side }) => side))
}

/** The write of the value on which all homes agree, if it was made during the cut. */
function soleWinner(answers: readonly Operation[], history: RegisterHistory | undefined): Operation | null {
  if (history === undefined || new Set(answers.map(({ result }) => canonical(result))).size !== 1) return null
  const winner = history.writer(answers[0]!.result ?? null)
  return winner !== null && (winner.phase === 'transition' || winner.phase === 'steady') ? winner : null
}
