import { statSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT, usageError } from '../../core/errors.ts'
import type { Difference } from '../../pipeline/evidence/differences.ts'
import { BUNDLE_FILE } from '../../pipeline/evidence/manifest.ts'
import { type Verification, type VerifiedRun, verifyEvidence } from '../../pipeline/evidence/verify.ts'
import { formatCount, plural, shorten } from '../../report/format.ts'
import type { Io } from '../io.ts'

export interface VerifyFlags {
  readonly expect?: string
  readonly workload?: readonly string[]
  readonly json?: true
}

/** Differences of one run that are printed one by one. */
const SHOWN = 12
const VALUE = 160

/**
 * `capcheck verify <bundle>`: every verdict once more, from the bundle alone.
 *
 * @returns 0 when nothing differs, 1 when something does
 */
export async function verify(bundle: string, flags: VerifyFlags, version: string, io: Io): Promise<number> {
  const file = statSync(bundle, { throwIfNoEntry: false })
  if (file === undefined) throw usageError(`there is no file ${bundle}`)
  if (!file.isFile()) throw usageError(`${bundle} is no file`, `A run folder has its bundle inside: ${join(bundle, BUNDLE_FILE)}. capcheck check is for the folder itself.`)
  const found = await verifyEvidence(bundle, {
    ...(flags.expect === undefined ? {} : { expect: flags.expect }),
    ...(flags.workload === undefined ? {} : { workloads: flags.workload }),
  })
  for (const remark of found.remarks) io.err(`note: ${remark}`)
  const { result: _wholeResult, ...comparison } = found
  if (flags.json) io.out(JSON.stringify(comparison, null, 1))
  else for (const line of text(found, version)) io.out(line)
  return found.same ? EXIT.ok : EXIT.broken
}

function text(found: Verification, version: string): string[] {
  const same = found.runs.filter(({ differences }) => differences.length === 0).length
  return [
    `${found.bundle}: ${plural(found.files, 'file')}, ${formatCount(found.bytes)} bytes, each with the SHA-256 that the manifest names`,
    `manifest: SHA-256 ${found.manifestSha256}`,
    `made by capcheck ${found.madeBy}, run of ${found.created}, recomputed by capcheck ${version}`,
    '',
    ...found.runs.flatMap(runLines),
    ...(found.other.length === 0 ? [] : ['different  outside of the runs', ...differenceLines(found.other)]),
    '',
    found.same ? `Same: ${plural(found.runs.length, 'verdict')}${found.findings === null ? '' : ` and ${plural(found.findings, 'row')} of the atlas`} recomputed, no field differs.` : `DIFFERENT: ${same} of ${plural(found.runs.length, 'run')} recomputed to the same fields.${byVersion(found, version)}`,
  ]
}

function byVersion({ madeBy }: Verification, version: string): string {
  return madeBy === version ? '' : ` The checks of another version (${madeBy}) made the stored result; that alone may explain it.`
}

function runLines({ id, stored, recomputed, differences }: VerifiedRun): string[] {
  if (differences.length === 0) return [`same       ${id}: ${recomputed}`]
  const labels = stored === recomputed ? recomputed : `stored ${stored ?? 'nothing'}, recomputed ${recomputed ?? 'nothing'}`
  return [`different  ${id}: ${labels}`, ...differenceLines(differences)]
}

function differenceLines(differences: readonly Difference[]): string[] {
  const lines = differences.slice(0, SHOWN).map(({ field, stored, recomputed }) => `             ${field === '' ? 'the whole' : field}: stored ${shown(stored)}, recomputed ${shown(recomputed)}`)
  return differences.length > SHOWN ? [...lines, `             and ${differences.length - SHOWN} more (--json names them all)`] : lines
}

function shown(value: Difference['stored']): string {
  return value === undefined ? 'nothing' : shorten(JSON.stringify(value), VALUE)
}
