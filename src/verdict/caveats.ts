import { phaseSpan } from '../checker/phase-span.ts'
import { wholeMs } from '../checker/time.ts'
import { faultOf } from '../core/fault.ts'
import type { Evidence } from './evidence.ts'
import type { Label } from './verdict.ts'
import type { Violations } from './violations.ts'

/** What a reader must know beside the label; each entry is a sentence. */
export function caveats(evidence: Evidence, label: Label, found: Violations): string[] {
  const { trial, lane, histories, shown, probes } = evidence
  const steady = phaseSpan(trial.phases, 'steady')
  const warned = histories.flatMap(({ operations }) => operations).filter(({ note }) => note !== undefined).length
  const impact = shown.filter(({ valid }) => valid === false)
  const unproved = evidence.counted.filter(({ valid, witness }) => valid === false && witness?.confirmed !== true)
  return [
    label === 'CP' && steady !== null ? `That no violation was found does not prove that there is none; steady lasted ${wholeMs(steady.end - steady.start)} ms.` : '',
    trial.caveat !== undefined && trial.caveat !== '' ? trial.caveat : '',
    trial.recovered.ok ? '' : `The cluster did not recover after the heal: ${trial.recovered.detail}`,
    trial.convergedMs === null ? 'The final answers of the nodes never agreed.' : '',
    whereItFell(found),
    ...unproved.map(({ check }) => `"${check}" failed without a confirmed contradiction; that failure is not used.`),
    histories.some((history) => history.lane.workload === 'register') ? '' : 'No register lane ran beside this one; the label rests on this workload alone.',
    tightDeadline(evidence),
    probes.length === 0 && faultOf(trial).noPartition === null ? 'No Gilbert-Lynch probe lay wholly inside the cut.' : '',
    warned > 0 ? `${warned} operations were acknowledged with a warning and count as acknowledged.` : '',
    lane.unsent > 0 ? `${lane.unsent} operations were due but not sent, because too many were in flight.` : '',
    ...impact.map(({ check, summary }) => `Impact, not counted against C: ${check}: ${summary}`),
  ].filter((caveat) => caveat !== '')
}

/** A witness in the transition alone still means "not C", but its reader must see that. */
function whereItFell({ found, phases }: Violations): string {
  if (!found || phases.length === 0) return ''
  if (phases.every((phase) => phase === 'transition')) return 'Contradictions fell only in the transition, before the store had settled.'
  if (phases.includes('before') || phases.includes('setup')) return 'Contradictions were found before the cut too: the partition is not their only cause.'
  return ''
}

/** CAP definition 4.1: a deadline that healthy requests come near to would make "late" look like "never". */
function tightDeadline({ cells, trial }: Evidence): string {
  const slowest = Math.max(0, ...cells.filter(({ phase }) => phase === 'before').map(({ p99 }) => p99 ?? 0))
  if (trial.deadlineMs >= 3 * slowest) return ''
  return `The deadline of ${trial.deadlineMs} ms is less than three times the slowest p99 before the cut (${slowest} ms); late answers may count as none.`
}
