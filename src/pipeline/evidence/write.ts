import { createWriteStream, existsSync, renameSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { TRIAL_FILE } from '../../run/trial-record.ts'
import { delayFiles } from '../check-delays.ts'
import { RESULT_FILE } from '../finish-run.ts'
import { readRunRecord, RUN_FILE, type RunRecord } from '../run-folder.ts'
import { ATLAS_FILES } from '../stored-atlas.ts'
import { readTrialRecord } from '../trial-file.ts'
import { archive, type ArchiveEntry } from './archive.ts'
import { BUNDLE_FILE, hashOf, MANIFEST_FILE, manifestText, SEAL_FILE, sealText, type EvidenceFile, type Manifest } from './manifest.ts'

/** A bundle that was written. */
export interface WrittenEvidence {
  readonly path: string
  /** Whoever knows this can tell later whether it is the same evidence. */
  readonly manifestSha256: string
}

/**
 * Writes everything that the verdicts of a run rest on into one file of its folder: the records of the run and of its trials
 * (versions, settings read back from the servers, topology, link probes), the histories, the result, the table of findings where
 * there is one, and a manifest with the hash of each. Order and times are fixed, so the same files give the same bytes (with the same zlib).
 *
 * @param version of this program, whose checks made the result
 */
export async function writeEvidence(folder: string, version: string): Promise<WrittenEvidence> {
  const record = readRunRecord(folder)
  const { paths, workloads } = contents(folder, record)
  const files: EvidenceFile[] = []
  for (const path of paths) {
    const content = await readFile(join(folder, path))
    files.push({ path, bytes: content.length, sha256: hashOf(content) })
  }
  const workloadFiles = await Promise.all([...workloads].map(async ([workload, file]) => ({ workload, sha256: hashOf(await readFile(file)) })))
  const manifest = manifestText({
    ...{ schemaVersion: 1, kind: 'capcheck evidence', tool: { name: 'capcheck', version }, created: record.created },
    ...{ workloadFiles, files },
  } satisfies Manifest)
  const path = join(folder, BUNDLE_FILE)
  await pipeline(archive(entries(folder, paths, manifest), new Date(record.created)), createWriteStream(`${path}.part`))
  renameSync(`${path}.part`, path)
  return { path, manifestSha256: hashOf(manifest) }
}

/** The files of the run that the result is computed from, and what is computed from them; paths of users' workload files by workload. */
function contents(folder: string, { trials }: RunRecord): { readonly paths: string[]; readonly workloads: ReadonlyMap<string, string> } {
  const paths: string[] = [RUN_FILE, RESULT_FILE, ...ATLAS_FILES.filter((name) => existsSync(join(folder, name)))]
  const workloads = new Map<string, string>()
  for (const trial of trials) {
    paths.push(...delayFiles(folder, trial))
    // A trial that never began has left nothing.
    if (!existsSync(join(folder, trial, TRIAL_FILE))) continue
    const { lanes } = readTrialRecord(join(folder, trial, TRIAL_FILE))
    paths.push(`${trial}/${TRIAL_FILE}`, ...lanes.map(({ history }) => `${trial}/${history}`))
    for (const { workload, workloadFile } of lanes) if (workloadFile !== undefined) workloads.set(workload, workloadFile)
  }
  return { paths, workloads }
}

async function* entries(folder: string, paths: readonly string[], manifest: string): AsyncGenerator<ArchiveEntry> {
  yield { path: MANIFEST_FILE, content: Buffer.from(manifest) }
  yield { path: SEAL_FILE, content: Buffer.from(sealText(manifest)) }
  for (const path of paths) yield { path, content: await readFile(join(folder, path)) }
}
