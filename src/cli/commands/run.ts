import { randomInt } from 'node:crypto'
import { EXIT } from '../../core/errors.ts'
import { composeStores } from '../../pipeline/compose-ground.ts'
import { parseImages, type ProviderName } from '../../pipeline/ground.ts'
import { parseExpectations, plannedRows } from '../../pipeline/expectations.ts'
import { repeatCommand } from '../../pipeline/repeat-command.ts'
import { shown } from '../../pipeline/run.ts'
import { select } from '../../pipeline/select.ts'
import { DEFAULT_OPTIONS } from '../../run/plan.ts'
import { STORES } from '../../stores/stores.ts'
import { judgeExpectations, unmetByRun } from '../../report/expectations.ts'
import { junitOfResult } from '../../report/junit-run.ts'
import { renderSummary } from '../../report/summary.ts'
import { ciFiles, type CiFlags } from '../ci-files.ts'
import { evidenceText, perform, type RunSystem } from '../perform.ts'
import { printResult } from '../print-result.ts'
import { sayExpectations } from '../say-expectations.ts'

export interface RunFlags extends CiFlags {
  readonly store?: readonly string[]
  readonly profile?: readonly string[]
  readonly workload?: readonly string[]
  readonly shape?: readonly string[]
  readonly on: 'auto' | ProviderName
  readonly image?: readonly string[]
  readonly expect?: readonly string[]
  readonly seed?: number
  readonly repeat: number
  readonly out?: string
  readonly rate: number
  readonly deadline: number
  readonly before: number
  readonly steady: number
  readonly minAttempts: number
  readonly pacelc?: true
  readonly json?: true
  readonly matrix?: true
  readonly verbose?: true
  readonly quiet?: true
}

/** `capcheck run` and `capcheck start`. */
export async function runCommand(flags: RunFlags, system: RunSystem): Promise<number> {
  const { io } = system
  const seed = flags.seed ?? randomInt(1, 1_000_000)
  const asked = { profiles: flags.profile, workloads: flags.workload, options: trialOptions(flags), repeat: flags.repeat, pacelc: flags.pacelc }
  const selections = await select({
    ...{ stores: await wantedStores(flags), profiles: flags.profile ?? [], workloads: flags.workload ?? [], shapes: flags.shape ?? [] },
    ...{ seed, repeat: flags.repeat, options: asked.options, pacelc: flags.pacelc },
  })
  const expectations = parseExpectations(flags.expect ?? [], await plannedRows(selections))
  const files = ciFiles(flags, system)
  const images = parseImages(flags.image ?? [])
  const command = (provider: ProviderName) => repeatCommand({ ...asked, images, expect: flags.expect, seed }, selections, provider)
  const outcome = await perform({ ...flags, command }, selections, system)
  for (const remark of outcome.remarks) io.err(`note: ${remark}`)
  printResult(outcome.result, flags, io)
  const judged = judgeExpectations(outcome.result, expectations)
  files.write(() => junitOfResult(outcome.result, unmetByRun(judged)), () => renderSummary(outcome.result, judged))
  const asExpected = sayExpectations(judged, io)
  io.err(`Report: ${shown(outcome.folder, system.cwd)}/report.html`)
  io.err(evidenceText(outcome, system.cwd))
  if (system.stop.aborted) return EXIT.interrupted
  return asExpected ? outcome.result.exitCode : EXIT.broken
}

/** A compose cluster is there or not, so without further words all that are up are meant. */
async function wantedStores({ store, profile, on }: RunFlags): Promise<readonly string[]> {
  if (on !== 'compose' || store !== undefined || profile !== undefined) return store ?? []
  return composeStores(STORES)
}

function trialOptions(flags: RunFlags) {
  return {
    ...DEFAULT_OPTIONS,
    ...{ rate: flags.rate, deadlineMs: flags.deadline, beforeMs: flags.before, steadyMs: flags.steady, minAttempts: flags.minAttempts },
  }
}
