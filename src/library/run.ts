import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { resolveIn, SILENT, workshop, type EngineName, type Progress } from '../engines/engines.ts'
import { parseExpectations, plannedRows } from '../pipeline/expectations.ts'
import { composeGround } from '../pipeline/compose-ground.ts'
import { chooseProvider, dockerGround, type Ground, parseImages, type ProviderName, sandboxGround } from '../pipeline/ground.ts'
import { repeatCommand } from '../pipeline/repeat-command.ts'
import { run as runTrials } from '../pipeline/run.ts'
import { select, type Selection } from '../pipeline/select.ts'
import { packageVersion } from '../core/version.ts'
import { judgeExpectations } from '../report/expectations.ts'
import type { Result } from '../report/result.ts'
import type { RunEvent } from '../run/events.ts'
import { DEFAULT_OPTIONS, type TrialOptions } from '../run/plan.ts'
import { positive, readOptions, signal, text, texts, wholeNumber } from './options.ts'
import { keepTrials } from './recorded.ts'

/** What to run. Every list that is absent means its default, as on the command line. */
export interface RunOptions {
  /** `postgres`, `mongodb`, `cassandra`. Default: those of `profiles`, else all. */
  readonly stores?: readonly string[]
  /** Catalogue ids: `PG-5`, `M-6`, `C-7`. Default: two of each store. */
  readonly profiles?: readonly string[]
  /** Names, or paths of workload files. Default: all that a profile offers. The register always runs. */
  readonly workloads?: readonly string[]
  /** Shapes of the cut. Default: `leader-alone`. */
  readonly shapes?: readonly string[]
  /** Where the nodes live. Default `auto`: in Docker when an engine answers, else in a sandbox; `compose` attaches to `docker compose up`. */
  readonly on?: 'auto' | ProviderName
  /** Other images for Docker, by store: `{ mongodb: 'mongo:8.2' }`. */
  readonly images?: { readonly [engine: string]: string }
  /** Brings engines of the sandbox that are missing; never installs packages of the system. Default: nothing is brought. */
  readonly setup?: boolean
  /** Seed of the operations, from 0. Default: a new one, which stands in the result. */
  readonly seed?: number
  /** How often each trial is made, each time with the next seed. Default 1. */
  readonly repeat?: number
  /** Operations per second of each side and kind. Default 20. */
  readonly rate?: number
  /** Milliseconds after which a request counts as not answered. Default 1500. */
  readonly deadlineMs?: number
  /** Length of the healthy control, milliseconds. Default 4000. */
  readonly beforeMs?: number
  /** Least length of the steady phase of the cut, milliseconds. Default 0: as long as it must be. */
  readonly steadyMs?: number
  /** Attempts per side and kind below which there is no verdict. Default 200. */
  readonly minAttempts?: number
  /** Also measure how latency depends on the delay between nodes. */
  readonly pacelc?: boolean
  /** What must come out: `postgres/PG-5=CP`, or for one workload `postgres/PG-5/register=CP`. See {@link RunOutcome.unmet}. */
  readonly expect?: readonly string[]
  /** The run folder, which must be new or empty. Default: `reports/runs/<time>` below `cwd`. */
  readonly out?: string
  /** Default: the working folder of this process. */
  readonly cwd?: string
  /** Environment in which engines are looked for (PATH, CAPCHECK_…). Default: that of this process. */
  readonly env?: { readonly [name: string]: string | undefined }
  /** Called with everything that happens, in order. Must not throw. */
  readonly onProgress?: (event: RunEvent) => void
  /** Ends the run early: links are healed, histories kept, nodes ended. {@link run} still resolves, with `exitCode` 130. */
  readonly signal?: AbortSignal
}

/** What came of a run. */
export interface RunOutcome {
  /** The content of result.json. */
  readonly result: Result
  /** One sentence for each run that has not the label that was expected of it. Empty: all as expected. */
  readonly unmet: readonly string[]
  /** The run folder: histories, logs, result.json, report.md, report.html and evidence.tar.gz. */
  readonly folder: string
  /** What was put up with while the histories were read. */
  readonly remarks: readonly string[]
  /** The one file that can be handed on, and the SHA-256 of its manifest. */
  readonly evidence: { readonly path: string; readonly manifestSha256: string }
}

const optionsSchema = z.strictObject({
  ...{ stores: texts, profiles: texts, workloads: texts, shapes: texts, expect: texts },
  ...{ on: z.enum(['auto', 'docker', 'sandbox', 'compose']), images: z.record(z.string(), text), setup: z.boolean(), pacelc: z.boolean() },
  ...{ seed: wholeNumber, repeat: positive, rate: positive, deadlineMs: positive, beforeMs: positive, steadyMs: wholeNumber, minAttempts: positive },
  ...{ out: text, cwd: text, env: z.record(z.string(), z.string().optional()), onProgress: z.instanceof(Function), signal },
} satisfies { [name in keyof Required<RunOptions>]: z.ZodType })

/**
 * Starts real clusters, cuts their networks, checks the histories and writes a run folder. Takes about half a minute for
 * each configuration, and more for Cassandra.
 *
 * A store that cannot be started does not throw: it stands in `result.notRun` with the reason, and no expectation about it
 * is met. What was observed does not throw either: ask `unmet`, or `result.runs`.
 *
 * @throws CapcheckError (`exitCode` 64) for names, values and folders that cannot be used, before anything is started;
 *   `message` says what was wrong and what is allowed, `hint` what to do
 */
export async function run(options: RunOptions = {}): Promise<RunOutcome> {
  readOptions('run', optionsSchema.partial(), options)
  const { profiles, workloads, repeat, pacelc, expect = [], on = 'auto', cwd = process.cwd(), onProgress = () => {}, signal: stop = new AbortController().signal } = options
  const seed = options.seed ?? randomInt(1, 1_000_000)
  const figures = trialOptions(options)
  const images = parseImages(Object.entries(options.images ?? {}).map(([engine, image]) => `${engine}=${image}`))
  const selections = await select({ stores: options.stores ?? [], profiles: profiles ?? [], workloads: workloads ?? [], shapes: options.shapes ?? [], seed, repeat, options: figures, pacelc })
  const expectations = parseExpectations(expect, await plannedRows(selections))
  const provider = await chooseProvider(on, images)
  const ground = await prepare(provider, selections, options, images)
  const command = repeatCommand({ profiles, workloads, images, options: figures, repeat, pacelc, seed, expect: options.expect }, selections, provider)
  const { result, folder, remarks, evidence, trials } = await runTrials({
    ...{ version: packageVersion(), command, selections, ground, out: options.out ?? null },
    ...{ cwd, now: new Date(), onEvent: onProgress, stop },
  })
  keepTrials(result, trials)
  const unmet = judgeExpectations(result, expectations).flatMap((judged) => judged.unmet.map(({ message }) => message))
  return { result, unmet, folder, remarks, evidence }
}

async function prepare(provider: ProviderName, selections: readonly Selection[], options: RunOptions, images: ReturnType<typeof parseImages>): Promise<Ground> {
  const { onProgress } = options
  const progress: Progress = onProgress === undefined ? SILENT : { ...SILENT, step: (store, said) => onProgress({ type: 'step', store, text: said }) }
  const stores = selections.map(({ store }) => store)
  if (provider === 'compose') return composeGround(stores)
  if (provider === 'docker') return dockerGround(stores, images, progress)
  const shop = workshop({ env: options.env ?? process.env, yes: false, progress })
  // What cannot be brought is told by the ground, which looks again.
  if (options.setup) await resolveIn(shop, [...stores.map(({ id }) => id as EngineName), 'toxiproxy'], true)
  return sandboxGround(stores, shop)
}

function trialOptions(options: RunOptions): TrialOptions {
  const { rate, deadlineMs, beforeMs, steadyMs, minAttempts } = { ...DEFAULT_OPTIONS, ...options }
  return { ...DEFAULT_OPTIONS, rate, deadlineMs, beforeMs, steadyMs, minAttempts }
}
