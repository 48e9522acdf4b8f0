import { createHash } from 'node:crypto'
import { z } from 'zod'

/** Name of the bundle inside a run folder. */
export const BUNDLE_FILE = 'evidence.tar.gz'
/** Lists every other file of the bundle. */
export const MANIFEST_FILE = 'manifest.json'
/** SHA-256 of the manifest, in the format of `sha256sum`. */
export const SEAL_FILE = 'manifest.sha256'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/**
 * One to three plain names: a bundle has files, folders of trials, and folders inside these. What could lead out of the folder it is unpacked into
 * (an absolute path, `..`, a drive, a backslash) is no such path.
 */
const PATH = /^(?!\.)[^/\\:\p{Cc}]{1,200}(\/(?!\.)[^/\\:\p{Cc}]{1,200}){0,2}$/u

export const manifestSchema = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal('capcheck evidence'),
  /** The program whose checks the result comes from: all checkers are parts of it and have its version. */
  tool: z.strictObject({ name: z.literal('capcheck'), version: z.string() }),
  /** When the run began; the bundle has no time of its own. */
  created: z.string(),
  /** Users' own workload files. Their code stays out of the bundle, since nobody should run code that came with evidence. */
  workloadFiles: z.array(z.strictObject({ workload: z.string(), sha256 })),
  files: z.array(z.strictObject({ path: z.string().refine(isPlainPath), bytes: z.int().nonnegative(), sha256 })),
})

export type Manifest = z.infer<typeof manifestSchema>
/** A file of a bundle: its path inside, its size, its fingerprint. */
export type EvidenceFile = Manifest['files'][number]

/** May a file of a bundle be called that? */
export function isPlainPath(path: string): boolean {
  return PATH.test(path)
}

/** Hex SHA-256. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** The bytes of manifest.json; the same for the same files. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`
}

/** The bytes of manifest.sha256: `sha256sum -c manifest.sha256` understands them. */
export function sealText(manifest: string): string {
  return `${hashOf(manifest)}  ${MANIFEST_FILE}\n`
}
