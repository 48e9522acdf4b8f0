import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseResult, type Result } from '../../src/report/result.ts'
import { cli, type Finished, freshFolder } from './cli.ts'

/** What the catalogue expects with the leader (or n1) alone: the default comparison, and M-1. */
export const EXPECTED = [
  ['postgres', 'PG-5', 'CP'],
  ['postgres', 'PG-2', 'neither'],
  ['mongodb', 'M-4', 'CP'],
  ['mongodb', 'M-5', 'neither'],
  ['mongodb', 'M-1', 'neither'],
  ['cassandra', 'C-1', 'AP'],
  ['cassandra', 'C-4', 'CP'],
] as const

/** What a verdict's reason advises where a busy machine did not carry the load: less of it, for longer. */
const CALMER = ['--seed', '12', '--rate', '4', '--min-attempts', '120', '--before', '8000']

/**
 * Runs the configurations. Those that stay inconclusive, on a machine that was busy with something else, are run
 * once more with less load in longer phases, which is said; a wrong label is never run again.
 *
 * @param flags further flags of the first run
 */
export async function runJudged(on: 'compose' | 'docker' | 'sandbox', configurations: readonly string[], folder: string, flags: readonly string[] = []): Promise<{ finished: Finished; result: Result }> {
  const finished = await cli(['run', '--on', on, '--profile', configurations.join(','), '--seed', '11', ...flags, '--out', folder])
  console.log(finished.stdout)
  const result = resultIn(folder)
  const open = new Set(result.runs.filter((run) => run.verdict.label === 'inconclusive').map((run) => run.trial))
  if (open.size === 0) return { finished, result }
  const profiles = [...open].map((trial) => trial.replace(/^[a-z]+-(.*)-leader-alone$/, '$1'))
  console.warn(`inconclusive, run once more with less load in longer phases: ${profiles.join(', ')}`)
  const again = freshFolder('again')
  const repeated = await cli(['run', '--on', on, '--profile', profiles.join(','), ...CALMER, '--out', again])
  console.log(repeated.stdout)
  const runs = [...result.runs.filter((run) => !open.has(run.trial)), ...resultIn(again).runs]
  return { finished: { ...finished, code: repeated.code }, result: { ...result, runs } }
}

/** File for what the nodes of one place gave, the same for all test files of one run of the tests. */
export function storedResult(on: 'docker' | 'sandbox'): string {
  return join(process.env.CAPCHECK_TEST_RESULTS!, `${on}.json`)
}

/** Keeps a result for a later test file that compares places. */
export function storeResult(on: 'docker' | 'sandbox', result: Result): void {
  writeFileSync(storedResult(on), JSON.stringify(result))
}

function resultIn(folder: string): Result {
  return parseResult(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')))
}
