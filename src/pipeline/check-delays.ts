import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ascending, quantile } from '../checker/sorted.ts'
import type { DelaysRecord } from '../core/delays.ts'
import { messageOf, usageError } from '../core/errors.ts'
import { pairEvents } from '../history/pairing.ts'
import { readHistory } from '../history/reader.ts'
import type { Pacelc } from '../report/result.ts'
import { DELAYS_FILE, DELAYS_FOLDER } from '../run/delays.ts'
import { judgeDelays } from '../verdict/pacelc.ts'
import { storeNamed } from './job.ts'

/** An experiment with slow links after its judgement, with what was noticed while reading it. */
export interface CheckedDelays {
  readonly pacelc: Pacelc
  readonly remarks: readonly string[]
}

/**
 * Reads the record and the histories of an experiment with slow links and judges them: the same files give the same answer.
 *
 * @param name folder of the trial before which it was made
 * @returns null when there was none
 * @throws CapcheckError (exit 64) naming file, line and column of what cannot be read
 */
export async function checkDelays(runFolder: string, name: string): Promise<CheckedDelays | null> {
  const folder = `${name}/${DELAYS_FOLDER}`
  const path = join(runFolder, folder, DELAYS_FILE)
  if (!existsSync(path)) return null
  const record = readRecord(path)
  const lanes: Pacelc['lanes'][number][] = []
  const remarks: string[] = []
  for (const lane of record.lanes) {
    const file = join(runFolder, folder, lane.history)
    const history = await readHistory(file)
    remarks.push(...history.remarks)
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex')
    const judged = judgeDelays(record, lane, pairEvents(history.events, file))
    lanes.push({ workload: lane.workload, profile: lane.profile, profileId: lane.profileId, ...judged, history: { file: `${folder}/${lane.history}`, sha256 } })
  }
  const { store, config, leader, options } = record
  return { remarks, pacelc: { store, storeTitle: storeNamed(store).title, config, folder, leader, ...options, linkRoundTripMs: linkRoundTrips(record), lanes } }
}

/** Files that the experiment with slow links before a trial has left, from the run folder; none when there was none. */
export function delayFiles(runFolder: string, name: string): string[] {
  const folder = `${name}/${DELAYS_FOLDER}`
  const path = join(runFolder, folder, DELAYS_FILE)
  if (!existsSync(path)) return []
  return [`${folder}/${DELAYS_FILE}`, ...readRecord(path).lanes.map(({ history }) => `${folder}/${history}`)]
}

/** What probes waited on the links while they had each delay. */
function linkRoundTrips({ options, visits, probes }: DelaysRecord): Pacelc['linkRoundTripMs'] {
  return options.delaysMs.flatMap((delayMs) => {
    const own = visits.filter((visit) => visit.delayMs === delayMs)
    const waited = probes.filter(({ time, waitedMs }) => own.some(({ from, to }) => time >= from && time + waitedMs * 1e6 <= to))
    const p50 = quantile(ascending(waited.map(({ waitedMs }) => waitedMs)), 0.5)
    return p50 === null ? [] : [{ delayMs, p50 }]
  })
}

function readRecord(path: string): DelaysRecord {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as DelaysRecord
  } catch (error) {
    throw usageError(`${path} cannot be read: ${messageOf(error)}`)
  }
}
