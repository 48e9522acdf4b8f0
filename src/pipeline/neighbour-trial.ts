import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { messageOf, usageError } from '../core/errors.ts'
import type { Json } from '../core/json.ts'
import { TRIAL_FILE } from '../run/trial-record.ts'

/** What the trial beside a history file says of its lane. */
export interface NeighbourLane {
  readonly workload: string
  readonly facts: { readonly [name: string]: Json }
}

/**
 * The lane of a history file by the `trial.json` in the same folder; null when there is none, or when it does not name the
 * file.
 *
 * @throws CapcheckError (exit 64) when it cannot be read: without it, first values may be wrong
 */
export function neighbourLane(path: string): NeighbourLane | null {
  const trialFile = join(dirname(path), TRIAL_FILE)
  if (!existsSync(trialFile)) return null
  let trial: unknown
  try {
    trial = JSON.parse(readFileSync(trialFile, 'utf8'))
  } catch (error) {
    throw usageError(`${trialFile}, which lies beside the history and says how it began, cannot be read: ${messageOf(error)}`, 'Repair it, or copy the history to a folder of its own.')
  }
  const lanes: unknown = isRecord(trial) ? trial['lanes'] : undefined
  const lane: unknown = Array.isArray(lanes) ? lanes.find((one) => isRecord(one) && one['history'] === basename(path)) : undefined
  if (!isRecord(lane) || typeof lane['workload'] !== 'string') return null
  return { workload: lane['workload'], facts: isRecord(lane['facts']) ? (lane['facts'] as NeighbourLane['facts']) : {} }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
