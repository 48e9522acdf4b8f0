import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { CapcheckError, messageOf, usageError } from '../../core/errors.ts'
import type { Json } from '../../core/json.ts'
import type { LaneInfo } from '../../core/trial.ts'
import type { Workload } from '../../core/workload.ts'
import { parseResult, type Result, type ResultLabel } from '../../report/result.ts'
import { type FinishedRun, finishRun, RESULT_FILE, resultText } from '../finish-run.ts'
import { loadWorkload } from '../job.ts'
import { RUN_FILE } from '../run-folder.ts'
import { ATLAS_FILES, readAtlas, recomputeAtlas } from '../stored-atlas.ts'
import { parseFile } from '../trial-file.ts'
import { differences, type Difference } from './differences.ts'
import { hashOf, MANIFEST_FILE, type Manifest, manifestSchema, SEAL_FILE, sealText, type EvidenceFile } from './manifest.ts'
import { unpack, type UnpackLimits } from './unpack.ts'

export interface VerifyOptions {
  /** SHA-256 that the manifest must have, noted when the run ended. */
  readonly expect?: string
  /** Users' own workload files. The bundle's word on where they lie is not taken: that would run any file of this machine. */
  readonly workloads?: readonly string[]
  /** What the bundle may unpack to. */
  readonly limits?: UnpackLimits
}

/** The verdict of one run as stored and as recomputed. */
export interface VerifiedRun {
  readonly id: string
  /** Undefined where the bundle has no such run. */
  readonly stored: ResultLabel | undefined
  readonly recomputed: ResultLabel | undefined
  readonly differences: readonly Difference[]
}

export interface Verification {
  readonly bundle: string
  readonly manifestSha256: string
  /** Version of the capcheck that made the result. */
  readonly madeBy: string
  readonly created: string
  /** Files that are as the manifest says. */
  readonly files: number
  readonly bytes: number
  readonly runs: readonly VerifiedRun[]
  /** Rows of the table of findings; null where the bundle has none. */
  readonly findings: number | null
  /** Differences outside of the runs: fields of the result, of atlas.json, lines of atlas.md. */
  readonly other: readonly Difference[]
  readonly remarks: readonly string[]
  readonly same: boolean
  /** The result as recomputed from the histories, whatever the bundle says. */
  readonly result: Result
}

/** Mismatches that are named; more are counted. */
const NAMED = 10

/**
 * Recomputes everything that a bundle claims: no cluster, no network, and nothing that came with the bundle is run.
 *
 * @throws CapcheckError (exit 64) when it is no bundle, or when a file is not what the manifest says
 */
export async function verifyEvidence(bundle: string, options: VerifyOptions = {}): Promise<Verification> {
  const folder = mkdtempSync(join(tmpdir(), 'capcheck-verify-'))
  try {
    const files = await unpack(bundle, folder, options.limits)
    const { manifest, sha256 } = await readManifest(bundle, folder, files, options.expect)
    const own = await ownWorkloads(bundle, manifest, options.workloads ?? [])
    const finished = await finishRun(folder, (lane) => ownWorkload(bundle, own, lane))
    const table = compareAtlas(folder, finished)
    const compared = compare(readStored(join(folder, RESULT_FILE)), JSON.parse(resultText(finished.result)) as StoredResult)
    const other = [...compared.other, ...table.differences]
    return {
      ...{ bundle, manifestSha256: sha256, madeBy: manifest.tool.version, created: manifest.created },
      ...{ files: manifest.files.length, bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0) },
      ...{ runs: compared.runs, findings: table.findings, other },
      remarks: finished.remarks.map((remark) => inBundle(remark, folder, bundle)),
      same: other.length === 0 && compared.runs.every((run) => run.differences.length === 0),
      result: finished.result,
    }
  } catch (error) {
    if (!(error instanceof CapcheckError)) throw error
    // Where it was unpacked tells the reader nothing.
    throw new CapcheckError(inBundle(error.message, folder, bundle), { exitCode: error.exitCode, ...(error.hint === undefined ? {} : { hint: error.hint }) })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function inBundle(text: string, folder: string, bundle: string): string {
  return text.replaceAll(`${folder}/`, `${bundle}: `)
}

/** The manifest, once every file is as it says. */
async function readManifest(bundle: string, folder: string, files: readonly EvidenceFile[], expect: string | undefined): Promise<{ manifest: Manifest; sha256: string }> {
  const found = new Map(files.map((file) => [file.path, file]))
  for (const name of [MANIFEST_FILE, SEAL_FILE]) if (!found.has(name)) throw usageError(`${bundle} is not an evidence bundle: it has no ${name}`)
  const text = await readFile(join(folder, MANIFEST_FILE), 'utf8')
  const manifest = parseFile(join(folder, MANIFEST_FILE), manifestSchema)
  const sha256 = hashOf(text)
  const problems: string[] = []
  if ((await readFile(join(folder, SEAL_FILE), 'utf8')) !== sealText(text)) problems.push(`${MANIFEST_FILE} is not what ${SEAL_FILE} says`)
  if (expect !== undefined && expect.toLowerCase() !== sha256) problems.push(`the manifest has the SHA-256 ${sha256}, not ${expect}: it is not the evidence that was noted`)
  const listed = new Map(manifest.files.map((file) => [file.path, file]))
  if (listed.size < manifest.files.length) problems.push('the manifest names a file twice')
  for (const file of manifest.files) problems.push(...fileProblem(file, found.get(file.path)))
  for (const { path } of files) if (path !== MANIFEST_FILE && path !== SEAL_FILE && !listed.has(path)) problems.push(`${path} is not in the manifest`)
  for (const path of [RUN_FILE, RESULT_FILE]) if (!listed.has(path)) problems.push(`the manifest does not name ${path}`)
  if (problems.length === 0) return { manifest, sha256 }
  const more = problems.length > NAMED ? [`and ${problems.length - NAMED} more`] : []
  throw usageError(`${bundle} is not as it was written: ${[...problems.slice(0, NAMED), ...more].join('; ')}`, 'Somebody or something changed it after the run, so nothing in it was judged. Ask for the original.')
}

function fileProblem(listed: EvidenceFile, found: EvidenceFile | undefined): string[] {
  if (found === undefined) return [`${listed.path} is missing`]
  if (found.bytes !== listed.bytes) return [`${listed.path} has ${found.bytes} bytes, not ${listed.bytes}`]
  return found.sha256 === listed.sha256 ? [] : [`${listed.path} has the SHA-256 ${found.sha256}, not ${listed.sha256}`]
}

/** Workloads by name, from files that the user named and that are those of the run, byte by byte. */
async function ownWorkloads(bundle: string, { workloadFiles }: Manifest, paths: readonly string[]): Promise<ReadonlyMap<string, Workload>> {
  const own = new Map<string, Workload>()
  for (const path of paths) {
    const sha256 = hashOf(await read(path))
    const known = workloadFiles.find((file) => file.sha256 === sha256)
    if (known === undefined) throw usageError(`${resolve(path)} is not a workload file that ${bundle} was made with: its SHA-256 is ${sha256}`)
    own.set(known.workload, await loadWorkload(path))
  }
  return own
}

function ownWorkload(bundle: string, own: ReadonlyMap<string, Workload>, { workload }: LaneInfo): Promise<Workload> {
  const known = own.get(workload)
  if (known !== undefined) return Promise.resolve(known)
  throw usageError(`${bundle} was made with a workload of its maker's own, "${workload}", and verify runs no code that it was not told to run`, 'Look at that workload file, then name it with --workload <file>.')
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    throw usageError(`the workload file ${path} cannot be read: ${messageOf(error)}`)
  }
}

type StoredResult = { readonly [field: string]: Json } & { readonly runs: readonly ({ readonly [field: string]: Json } & { readonly id: string; readonly verdict: { readonly label: ResultLabel } })[] }

/** As it is in the file, fields of other versions included: they are compared too. */
function readStored(path: string): StoredResult {
  const value = parseFile(path, z.json())
  parseResult(value)
  return value as StoredResult
}

function compare(stored: StoredResult, recomputed: StoredResult): Pick<Verification, 'runs' | 'other'> {
  const { runs: storedRuns, ...storedRest } = stored
  const { runs: recomputedRuns, ...recomputedRest } = recomputed
  const ids = [...new Set([...recomputedRuns, ...storedRuns].map(({ id }) => id))]
  const runs = ids.map((id): VerifiedRun => {
    const [before, after] = [storedRuns, recomputedRuns].map((list) => list.find((run) => run.id === id))
    return { id, stored: before?.verdict.label, recomputed: after?.verdict.label, differences: differences(before, after) }
  })
  return { runs, other: differences(storedRest, recomputedRest) }
}

/** The table of findings, and the same for readers, once more from the trials. One without the other differs. */
function compareAtlas(folder: string, finished: FinishedRun): { readonly findings: number | null; readonly differences: Difference[] } {
  const { atlas, markdown } = readAtlas(folder)
  const again = atlas === null ? null : recomputeAtlas(atlas, finished)
  const [json, table] = ATLAS_FILES
  return {
    findings: atlas === null ? null : atlas.rows.length,
    differences: [
      ...differences(plain(atlas), plain(again?.atlas), json),
      ...differences(markdown?.split('\n'), again?.markdown?.split('\n'), table),
    ],
  }
}

/** As the file has it. */
function plain(value: object | null | undefined): Json | undefined {
  return value === null || value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json)
}
