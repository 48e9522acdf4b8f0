import { randomInt } from 'node:crypto'
import { isFinding, type Row } from '../../atlas/finding.ts'
import { rowsNamed } from '../../atlas/findings.ts'
import type { Atlas } from '../../atlas/table.ts'
import { imageFlags } from '../../core/image-flags.ts'
import { EXIT, usageError } from '../../core/errors.ts'
import { repetitionsOf } from '../../pipeline/atlas-repetitions.ts'
import { atlasExitCode, checkAtlas, selectFindings } from '../../pipeline/atlas.ts'
import type { FinishedRun } from '../../pipeline/finish-run.ts'
import { parseImages, type ProviderName } from '../../pipeline/ground.ts'
import { storeNamed } from '../../pipeline/job.ts'
import { shown } from '../../pipeline/run.ts'
import { type AsAsked, atlasOf, writeAtlas } from '../../pipeline/stored-atlas.ts'
import { atlasText } from '../../report/atlas.ts'
import type { Io } from '../io.ts'
import { evidenceText, perform } from '../perform.ts'
import type { System } from '../system.ts'

export interface AtlasFlags {
  readonly store?: readonly string[]
  readonly on: 'auto' | ProviderName
  readonly image?: readonly string[]
  /** Look a second time at what was inconclusive for want of samples. */
  readonly repeat: boolean
  readonly seed?: number
  readonly out?: string
  readonly list?: true
  readonly check?: string
  readonly json?: true
  readonly quiet?: true
}

/**
 * `capcheck atlas`: repeats findings of the catalogue, or judges a stored run of them anew.
 *
 * @returns 0 all as expected, 1 one differs, 2 one is inconclusive, 3 nothing could be started, 130 interrupted
 */
export async function atlasCommand(ids: readonly string[], flags: AtlasFlags, system: System & { readonly version: string }): Promise<number> {
  const { io } = system
  const stores = (flags.store ?? []).map((name) => storeNamed(name).id)
  const rows = rowsNamed(ids, stores)
  if (flags.list) return list(rows, io)
  if (flags.check !== undefined) return print(await checkAtlas(flags.check, ids, stores), flags, io)
  const seed = flags.seed ?? randomInt(1, 1_000_000)
  const selections = selectFindings(rows, seed)
  if (selections.length === 0) throw usageError(`${rows.map(({ id }) => id).join(', ')} cannot be run here`, 'capcheck atlas --list says why.')
  const asked: AsAsked = { seed, images: parseImages(flags.image ?? []) }
  const command = (provider: ProviderName): string => repeatCommand(ids, stores, { ...asked, repeat: flags.repeat }, provider)
  const atlas = (finished: FinishedRun): Atlas => atlasOf(rows, finished, asked)
  const beside = (folder: string, finished: FinishedRun): void => writeAtlas(folder, atlas(finished))
  const further = flags.repeat ? ({ trials }: FinishedRun) => repetitionsOf(selections, trials) : undefined
  const outcome = await perform({ ...flags, command, further, beside }, selections, { ...system, bring: false, yes: false })
  for (const remark of outcome.remarks) io.err(`note: ${remark}`)
  for (const { store, reason, hint } of outcome.result.notRun) io.err(`${store} was not run to its end: ${reason}${hint === '' ? '' : `\n    ${hint}`}`)
  const code = print(atlas(outcome), flags, io)
  io.err(`Table: ${shown(outcome.folder, system.cwd)}/atlas.md, every trial: report.html beside it`)
  io.err(evidenceText(outcome, system.cwd))
  if (system.stop.aborted) return EXIT.interrupted
  return outcome.trials.length === 0 ? EXIT.environment : code
}

function print(atlas: Atlas, flags: AtlasFlags, io: Io): number {
  io.out(flags.json ? JSON.stringify(atlas, null, 1) : atlasText(atlas, 100))
  return atlasExitCode(atlas)
}

function list(rows: readonly Row[], io: Io): number {
  for (const row of rows) io.out(`${row.id.padEnd(7)} ${row.title}${isFinding(row) ? ` [${row.shapes.join(', ')}]` : `; not expected here: ${row.notExpected}`}`)
  return EXIT.ok
}

/** The command that repeats the run. */
export function repeatCommand(ids: readonly string[], stores: readonly string[], { seed, images = {}, repeat }: AsAsked & Pick<AtlasFlags, 'repeat'>, provider: ProviderName): string {
  return ['capcheck atlas', ...ids, ...(stores.length === 0 ? [] : [`--store ${stores.join(',')}`]), `--on ${provider}`, ...imageFlags(images), ...(repeat ? [] : ['--no-repeat']), `--seed ${seed}`].join(' ')
}
