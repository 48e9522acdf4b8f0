import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { usageError } from '../core/errors.ts'
import type { LaneInfo, TrialRecord } from '../core/trial.ts'
import type { Workload } from '../core/workload.ts'
import { pairEvents } from '../history/pairing.ts'
import { readHistory } from '../history/reader.ts'
import type { JudgedTrial } from '../report/build-result.ts'
import { TRIAL_FILE } from '../run/trial-record.ts'
import { judgeTrial, type CheckedLane } from '../verdict/judge.ts'
import { WORKLOADS } from '../../workloads/index.ts'
import { loadWorkload, storeNamed } from './job.ts'
import { readTrialRecord } from './trial-file.ts'

/** Milliseconds that one check may take before it answers `unknown`. */
export const BUDGET_MS = 60_000

/** Brings the workload of a lane that is not one of ours. */
export type OwnWorkload = (lane: LaneInfo) => Promise<Workload>

/** A trial after its checks, with what was noticed while reading it. */
export interface CheckedTrial {
  readonly judged: JudgedTrial
  readonly remarks: readonly string[]
}

/**
 * Reads the files of one trial and judges them: no cluster, no clock, no randomness, so the same files give the
 * same answer. A torn last line (kill -9) is left out with a remark.
 *
 * @param own where workloads come from that are not ours; by default from the file that the trial names
 * @returns null when the trial never began
 * @throws CapcheckError (exit 64) naming file, line and column of what cannot be read
 */
export async function checkTrial(runFolder: string, name: string, own: OwnWorkload = fromItsFile): Promise<CheckedTrial | null> {
  const folder = join(runFolder, name)
  const path = join(folder, TRIAL_FILE)
  if (!existsSync(path)) return null
  const trial = readTrialRecord(path)
  const remarks: string[] = []
  const hashes: string[] = []
  const lanes: CheckedLane[] = []
  for (const lane of trial.lanes) {
    const file = join(folder, lane.history)
    const history = await readHistory(file)
    remarks.push(...history.remarks)
    hashes.push(createHash('sha256').update(readFileSync(file)).digest('hex'))
    lanes.push({ lane, operations: pairEvents(history.events, file), checks: (await workloadOf(lane, own)).checks })
  }
  const judgements = judgeTrial(closed(trial, lanes), lanes, BUDGET_MS)
  const judged = {
    folder: name,
    storeTitle: storeNamed(trial.store).title,
    trial,
    lanes: trial.lanes.map((lane, index) => ({ lane, judgement: judgements[index]!, historySha256: hashes[index]! })),
  }
  return { judged, remarks }
}

/** A trial whose process was killed has no last phase end, and must not pass for a complete one. */
function closed(trial: TrialRecord, lanes: readonly CheckedLane[]): TrialRecord {
  if (trial.phases.end !== undefined) return trial
  const end = Math.max(0, ...lanes.flatMap(({ operations }) => operations.slice(-1).map(({ call }) => call)))
  const stopped = { reason: 'interrupted' as const, message: 'the process ended before the trial did' }
  return { ...trial, phases: { ...trial.phases, end }, stopped: trial.stopped ?? stopped }
}

function fromItsFile({ workloadFile }: LaneInfo): Promise<Workload> {
  return loadWorkload(workloadFile!)
}

async function workloadOf(lane: LaneInfo, own: OwnWorkload): Promise<Workload> {
  if (lane.workloadFile !== undefined) return own(lane)
  const workload = WORKLOADS.find(({ name }) => name === lane.workload)
  if (workload === undefined) throw usageError(`the trial used a workload "${lane.workload}" that this version does not have`)
  return workload
}
