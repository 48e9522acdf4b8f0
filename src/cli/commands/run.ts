import { randomInt } from 'node:crypto'
import { EXIT } from '../../core/errors.ts'
import { SILENT, workshop } from '../../engines/engines.ts'
import { composeGround, composeStores } from '../../pipeline/compose-ground.ts'
import { chooseProvider, dockerGround, type Ground, type Images, parseImages, type ProviderName, sandboxGround } from '../../pipeline/ground.ts'
import { parseExpectations, plannedRows } from '../../pipeline/expectations.ts'
import { run, shown } from '../../pipeline/run.ts'
import { select, type Selection } from '../../pipeline/select.ts'
import { DEFAULT_OPTIONS } from '../../run/plan.ts'
import { STORES } from '../../stores/stores.ts'
import { judgeExpectations, unmetByRun } from '../../report/expectations.ts'
import { junitOfResult } from '../../report/junit-run.ts'
import { renderSummary } from '../../report/summary.ts'
import { ciFiles, type CiFlags } from '../ci-files.ts'
import { runProgress } from '../progress/run-progress.ts'
import type { System } from '../system.ts'
import { printResult } from '../print-result.ts'
import { sayExpectations } from '../say-expectations.ts'
import { setup } from './setup.ts'
import { setupProgress } from './setup-progress.ts'

export interface RunFlags extends CiFlags {
  readonly store?: readonly string[]
  readonly profile?: readonly string[]
  readonly workload?: readonly string[]
  readonly shape?: readonly string[]
  readonly on: 'auto' | ProviderName
  readonly image?: readonly string[]
  readonly expect?: readonly string[]
  readonly seed?: number
  readonly out?: string
  readonly rate: number
  readonly deadline: number
  readonly before: number
  readonly steady: number
  readonly minAttempts: number
  readonly pacelc?: true
  readonly json?: true
  readonly verbose?: true
  readonly quiet?: true
}

export interface RunSystem extends System {
  readonly version: string
  /** Set up what is missing first. */
  readonly bring: boolean
  readonly yes: boolean
}

/** `capcheck run` and `capcheck start`. */
export async function runCommand(flags: RunFlags, system: RunSystem): Promise<number> {
  const { io } = system
  const seed = flags.seed ?? randomInt(1, 1_000_000)
  const selections = await select({
    ...{ stores: await wantedStores(flags), profiles: flags.profile ?? [], workloads: flags.workload ?? [], shapes: flags.shape ?? [] },
    ...{ seed, options: trialOptions(flags), pacelc: flags.pacelc },
  })
  const expectations = parseExpectations(flags.expect ?? [], await plannedRows(selections))
  const files = ciFiles(flags, system)
  const images = parseImages(flags.image ?? [])
  const ground = await prepare(await chooseProvider(flags.on, images), selections, images, system)
  const progress = runProgress(flags.quiet ? { ...io, err: () => undefined, live: undefined } : io, selections)
  const outcome = await run({
    ...{ version: system.version, command: repeatCommand(flags, selections, seed, ground.provider), selections, ground },
    ...{ out: flags.out ?? null, cwd: system.cwd, now: system.now(), onEvent: progress.onEvent, stop: system.stop },
  }).finally(progress.close)
  for (const remark of outcome.remarks) io.err(`note: ${remark}`)
  printResult(outcome.result, flags, io)
  const judged = judgeExpectations(outcome.result, expectations)
  files.write(() => junitOfResult(outcome.result, unmetByRun(judged)), () => renderSummary(outcome.result, judged))
  const asExpected = sayExpectations(judged, io)
  io.err(`Report: ${shown(outcome.folder, system.cwd)}/report.html`)
  io.err(`Evidence: ${shown(outcome.evidence.path, system.cwd)}, manifest SHA-256 ${outcome.evidence.manifestSha256}`)
  if (system.stop.aborted) return EXIT.interrupted
  return asExpected ? outcome.result.exitCode : EXIT.broken
}

/** A compose cluster is there or not, so without further words all that are up are meant. */
async function wantedStores({ store, profile, on }: RunFlags): Promise<readonly string[]> {
  if (on !== 'compose' || store !== undefined || profile !== undefined) return store ?? []
  return composeStores(STORES)
}

/** Looks for what the nodes need, and brings what is missing: images always, engines of the sandbox when asked to. */
async function prepare(provider: ProviderName, selections: readonly Selection[], images: Images, { io, bring, yes }: RunSystem): Promise<Ground> {
  const stores = selections.map(({ store }) => store)
  if (provider === 'compose') return composeGround(stores)
  if (provider === 'docker') {
    const progress = setupProgress(io)
    return dockerGround(stores, images, progress).finally(progress.close)
  }
  // What could not be set up is said here and stands in the table as "not run"; the rest goes on.
  if (bring) await setup({ yes }, { ...io, out: io.err })
  return sandboxGround(stores, workshop({ env: io.env, yes: false, progress: SILENT }))
}

function trialOptions(flags: RunFlags) {
  return {
    ...DEFAULT_OPTIONS,
    ...{ rate: flags.rate, deadlineMs: flags.deadline, beforeMs: flags.before, steadyMs: flags.steady, minAttempts: flags.minAttempts },
  }
}

/** The command that repeats this run: everything that was left to defaults is named. */
function repeatCommand(flags: RunFlags, selections: readonly Selection[], seed: number, provider: ProviderName): string {
  const words = ['capcheck run']
  const add = (flag: string, values: readonly string[]) => words.push(`--${flag} ${[...new Set(values)].join(',')}`)
  add('store', selections.map(({ store }) => store.id))
  add('profile', flags.profile ?? selections.flatMap(({ trials }) => trials.map((trial) => trial.profile)))
  if (flags.workload !== undefined) add('workload', flags.workload)
  add('shape', selections.flatMap(({ trials }) => trials.map((trial) => trial.shape)))
  words.push(`--on ${provider}`, ...(flags.image ?? []).map((image) => `--image ${image}`))
  const { rate, deadlineMs, beforeMs, steadyMs, minAttempts } = DEFAULT_OPTIONS
  const figures = [
    ['rate', flags.rate, rate],
    ['deadline', flags.deadline, deadlineMs],
    ['before', flags.before, beforeMs],
    ['steady', flags.steady, steadyMs],
    ['min-attempts', flags.minAttempts, minAttempts],
  ] as const
  for (const [name, value, usual] of figures) if (value !== usual) words.push(`--${name} ${value}`)
  if (flags.pacelc) words.push('--pacelc')
  if (flags.expect !== undefined) add('expect', flags.expect)
  return [...words, `--seed ${seed}`].join(' ')
}

