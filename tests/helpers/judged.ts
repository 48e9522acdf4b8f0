import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseResult, type Result } from '../../src/report/result.ts'
import { cli, type Finished, freshFolder } from './cli.ts'

/** What the catalogue expects with the leader (or n1) alone: the default comparison, and PG-1 and M-1. */
export const EXPECTED = [
  ['postgres', 'PG-5', 'CP'],
  ['postgres', 'PG-2', 'neither'],
  ['postgres', 'PG-1', 'CP'],
  ['mongodb', 'M-4', 'CP'],
  ['mongodb', 'M-5', 'neither'],
  ['mongodb', 'M-1', 'neither'],
  ['cassandra', 'C-1', 'AP'],
  ['cassandra', 'C-4', 'CP'],
] as const

/**
 * Runs the configurations. Those that stay inconclusive, on a machine that was busy with something else, are run
 * once more with longer phases, which is said; a wrong label is never run again.
 */
export async function runJudged(on: 'compose' | 'docker' | 'sandbox', configurations: readonly string[], folder: string): Promise<{ finished: Finished; result: Result }> {
  const finished = await cli(['run', '--on', on, '--profile', configurations.join(','), '--seed', '11', '--out', folder])
  console.log(finished.stdout)
  const result = resultIn(folder)
  const open = new Set(result.runs.filter((run) => run.verdict.label === 'inconclusive').map((run) => run.trial))
  if (open.size === 0) return { finished, result }
  const profiles = [...open].map((trial) => trial.replace(/^[a-z]+-(.*)-leader-alone$/, '$1'))
  console.warn(`inconclusive, run once more with longer phases: ${profiles.join(', ')}`)
  const again = freshFolder('again')
  const repeated = await cli(['run', '--on', on, '--profile', profiles.join(','), '--seed', '12', '--before', '6000', '--steady', '30000', '--out', again])
  console.log(repeated.stdout)
  const runs = [...result.runs.filter((run) => !open.has(run.trial)), ...resultIn(again).runs]
  return { finished: { ...finished, code: repeated.code }, result: { ...result, runs } }
}

function resultIn(folder: string): Result {
  return parseResult(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')))
}
