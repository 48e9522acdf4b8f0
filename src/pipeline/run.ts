import { randomUUID } from 'node:crypto'
import { relative } from 'node:path'
import { NODES } from '../core/ids.ts'
import type { Engine } from '../core/store.ts'
import type { EngineReport } from '../engines/engines.ts'
import type { EngineUsed, NotRun, TimeBudget } from '../report/result.ts'
import type { RunEvent } from '../run/events.ts'
import { writeEvidence, type WrittenEvidence } from './evidence/write.ts'
import { EarlyChecks } from './early-checks.ts'
import { finishRun, type FinishedRun, writeReports } from './finish-run.ts'
import type { Ground } from './ground.ts'
import { trialId } from './job.ts'
import { linkLatest, makeRunFolder, type RunRecord, writeRunRecord } from './run-folder.ts'
import { addedTimes, runStoreApart } from './run-store.ts'
import type { Selection } from './select.ts'

export interface RunInput {
  readonly version: string
  /** The command that repeats this run. */
  readonly command: string
  readonly selections: readonly Selection[]
  /** Where the nodes live, and the engines that were found for it; `toxiproxy` among them. */
  readonly ground: Ground
  readonly out: string | null
  readonly cwd: string
  readonly now: Date
  readonly onEvent: (event: RunEvent) => void
  readonly stop: AbortSignal
  /** Trials to be run after these, once they are checked, for what was found. Asked once. */
  readonly further?: ((checked: FinishedRun) => readonly Selection[]) | undefined
  /** Writes more into the run folder, from what was found, before the evidence bundle is made. */
  readonly beside?: ((folder: string, finished: FinishedRun) => void) | undefined
}

export interface RunOutcome extends FinishedRun {
  readonly folder: string
  readonly evidence: WrittenEvidence
}

/**
 * A whole run: each store on a cluster of its own, one after the other, then checks, reports and the evidence bundle. All
 * trials of a store share its cluster, and are checked while the cluster of the next store boots.
 * A store that cannot run does not stop the others.
 *
 * @throws CapcheckError (exit 64) when the output folder cannot be made
 */
export async function run(input: RunInput): Promise<RunOutcome> {
  const folder = makeRunFolder(input.out, input.cwd, input.now)
  const planned = [...input.selections]
  const notRun: NotRun[] = []
  const timings: { store: string; steps: { [step: string]: number } }[] = []
  const record = (state: RunRecord['state']): RunRecord => ({
    schemaVersion: 1,
    version: input.version,
    created: input.now.toISOString(),
    command: input.command,
    provider: input.ground.provider,
    engines: usedEngines(input),
    notRun,
    trials: planned.flatMap(({ store, trials }) => trials.map((trial) => trialId(store.id, trial))),
    timeBudget: timings.map(budget),
    state,
  })
  writeRunRecord(folder, record('running'))
  linkLatest(folder)
  const early = new EarlyChecks()
  const runSelection = async (index: number, last: boolean): Promise<void> => {
    const { store, trials } = planned[index]!
    const { provider, engines, obstacle } = input.ground
    const engine = engineNamed(engines, store.id)
    const toxiproxy = engineNamed(engines, 'toxiproxy')
    const missing = obstacle ?? [engine, toxiproxy].find((each) => 'reason' in each)
    if (missing !== undefined) {
      if (!notRun.some((each) => each.store === store.id)) notRun.push({ store: store.id, ...(missing as { reason: string; hint: string }) })
      return
    }
    const job = { provider, cluster: randomUUID(), store: store.id, engine: engine as Engine, toxiproxy: toxiproxy as Engine, nodes: NODES, folder, logs: logsOf(planned, index), trials }
    const outcome = await runStoreApart(job, input.onEvent, input.stop)
    addTiming(timings, store.id, outcome.timing)
    if (outcome.failure !== null && !input.stop.aborted) notRun.push({ store: store.id, ...outcome.failure })
    writeRunRecord(folder, record('running'))
    // Nothing boots after the last one: its trials are checked below.
    if (!last && !input.stop.aborted) early.start({ folder, trials: trials.map((trial) => trialId(store.id, trial)) })
  }
  const runFrom = async (first: number, isLastRound: boolean): Promise<void> => {
    for (let index = first; index < planned.length && !input.stop.aborted; index++) await runSelection(index, isLastRound && index === planned.length - 1)
  }
  await runFrom(0, input.further === undefined)
  if (input.further !== undefined && !input.stop.aborted) {
    planned.push(...input.further(await finishRun(folder, undefined, await early.answers())))
    writeRunRecord(folder, record('running'))
    await runFrom(input.selections.length, true)
  }
  if (input.stop.aborted) early.stop()
  const state = input.stop.aborted ? 'interrupted' : 'finished'
  writeRunRecord(folder, record(state))
  const finished = await checkAndReport(folder, early, timings, () => record(state))
  input.beside?.(folder, finished)
  return { folder, ...finished, evidence: await writeEvidence(folder, input.version) }
}

/** The times of checks and report (those that nothing else went on beside) belong to the result, so they are measured on a first pass and then written. */
async function checkAndReport(folder: string, early: EarlyChecks, timings: { store: string; steps: { [step: string]: number } }[], record: () => RunRecord): Promise<FinishedRun> {
  const begun = performance.now()
  const first = await finishRun(folder, undefined, await early.answers())
  const checks = performance.now() - begun
  await writeReports(folder, first)
  const report = performance.now() - begun - checks
  for (const { steps } of timings) Object.assign(steps, { checks: Math.round(checks / timings.length), report: Math.round(report / timings.length) })
  writeRunRecord(folder, record())
  const finished = { ...first, result: { ...first.result, timeBudget: record().timeBudget } }
  await writeReports(folder, finished)
  return finished
}

/** Clusters of one store are one line. */
function addTiming(timings: { store: string; steps: { [step: string]: number } }[], store: string, more: { readonly [step: string]: number }): void {
  const known = timings.find((each) => each.store === store)
  if (known === undefined) timings.push({ store, steps: { ...more } })
  else known.steps = addedTimes(known.steps, more)
}

/** A store may be started several times, and every start has logs of its own. */
function logsOf(selections: readonly Selection[], index: number): string {
  const { store } = selections[index]!
  const before = selections.slice(0, index).filter((each) => each.store.id === store.id).length
  return before === 0 ? store.id : `${store.id}-${before + 1}`
}

function budget({ store, steps }: { store: string; steps: { [step: string]: number } }): TimeBudget {
  const { boot = 0, phases = 0, checks = 0, report = 0, teardown = 0 } = steps
  return { store, steps: { boot, phases, checks, report, teardown } }
}

function engineNamed(reports: readonly EngineReport[], name: string): Engine | { readonly reason: string; readonly hint: string } {
  const report = reports.find((each) => each.name === name)
  if (report === undefined) return { reason: `nobody looked for ${name}`, hint: '' }
  if (report.engine !== null) return report.engine
  return { reason: `${name}: ${report.problem.reason}`, hint: report.problem.hint }
}

function usedEngines({ ground: { engines } }: RunInput): EngineUsed[] {
  return engines.flatMap(({ engine }) => (engine === null ? [] : [{ name: engine.name, version: engine.version, origin: engine.origin, sha256: engine.sha256 }]))
}

/** Path of a run folder as a user would type it. */
export function shown(folder: string, cwd: string): string {
  const short = relative(cwd, folder)
  return short.startsWith('..') ? folder : short
}
