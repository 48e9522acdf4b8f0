import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** One file of an installation. */
export interface FileRecord {
  /** Relative to the installation. */
  readonly path: string
  readonly size: number
  readonly sha256: string
}

/** Digest of a file, in hexadecimal. */
export async function hashFile(path: string, algorithm: 'sha256' | 'sha512' = 'sha256'): Promise<string> {
  const hash = createHash(algorithm)
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** Sizes and digests of all regular files below a folder. */
export async function recordFiles(folder: string): Promise<FileRecord[]> {
  const files: FileRecord[] = []
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    files.push({ path: path.slice(folder.length + 1), size: (await lstat(path)).size, sha256: await hashFile(path) })
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/**
 * The first file that is not as recorded, or null. Compares sizes only: that notices truncation and loss, and
 * costs milliseconds at every start, where hashing some hundred megabytes would cost seconds.
 */
export async function firstDamage(folder: string, files: readonly FileRecord[]): Promise<string | null> {
  for (const file of files) {
    const found = await stat(join(folder, file.path)).catch(() => null)
    if (found === null) return `${file.path} is missing`
    if (found.size !== file.size) return `${file.path} has ${found.size} bytes, not ${file.size}`
  }
  return null
}
