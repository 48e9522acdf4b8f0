import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BUNDLE_FILE } from '../../src/pipeline/evidence/manifest.ts'
import { unpack } from '../../src/pipeline/evidence/unpack.ts'

/** The stores that a report is kept of. */
export const SAMPLES = ['postgres', 'mongodb', 'cassandra'] as const

const FOLDER = fileURLToPath(new URL('../../reports/samples', import.meta.url))

/** A file of a store's sample. */
export function sampleFile(store: string, name: string): string {
  return join(FOLDER, store, name)
}

/** The run folder that the evidence of a sample was made of; whoever asks for it removes it. */
export async function sampleRun(store: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `capcheck-sample-${store}-`))
  await unpack(sampleFile(store, BUNDLE_FILE), folder)
  return folder
}
