import { randomInt } from 'node:crypto'
import { EXIT } from '../../core/errors.ts'
import { SILENT, workshop } from '../../engines/engines.ts'
import { composeGround, composeStores } from '../../pipeline/compose-ground.ts'
import { chooseProvider, dockerGround, type Ground, type Images, parseImages, type ProviderName, sandboxGround } from '../../pipeline/ground.ts'
import { run, shown } from '../../pipeline/run.ts'
import { select, type Selection } from '../../pipeline/select.ts'
import { DEFAULT_OPTIONS } from '../../run/plan.ts'
import { STORES } from '../../stores/stores.ts'
import { runProgress } from '../progress/run-progress.ts'
import type { System } from '../program.ts'
import { printResult } from '../print-result.ts'
import { setup } from './setup.ts'
import { setupProgress } from './setup-progress.ts'

export interface RunFlags {
  readonly store?: readonly string[]
  readonly profile?: readonly string[]
  readonly workload?: readonly string[]
  readonly shape?: readonly string[]
  readonly on: 'auto' | ProviderName
  readonly image?: readonly string[]
  readonly seed?: number
  readonly out?: string
  readonly rate: number
  readonly deadline: number
  readonly before: number
  readonly steady: number
  readonly minAttempts: number
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
    ...{ seed, options: trialOptions(flags) },
  })
  const images = parseImages(flags.image ?? [])
  const ground = await prepare(await chooseProvider(flags.on, images), selections, images, system)
  const progress = runProgress(flags.quiet ? { ...io, err: () => undefined, live: undefined } : io, selections)
  const outcome = await run({
    ...{ version: system.version, command: repeatCommand(flags, selections, seed, ground.provider), selections, ground },
    ...{ out: flags.out ?? null, cwd: system.cwd, now: system.now(), onEvent: progress.onEvent, stop: system.stop },
  }).finally(progress.close)
  for (const remark of outcome.remarks) io.err(`note: ${remark}`)
  printResult(outcome.result, flags, io)
  io.err(`Report: ${shown(outcome.folder, system.cwd)}/report.html`)
  return system.stop.aborted ? EXIT.interrupted : outcome.result.exitCode
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
  return [...words, `--seed ${seed}`].join(' ')
}

