import { createHash } from 'node:crypto'
import { closeSync, createReadStream, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Parser, type ReadEntry } from 'tar'
import { messageOf, usageError } from '../../core/errors.ts'
import { isPlainPath, type EvidenceFile } from './manifest.ts'

/** What a bundle may unpack to. A run of all configurations has some 30 files and 30 MB. */
export interface UnpackLimits {
  readonly files: number
  /** Bytes of all files together. */
  readonly bytes: number
  /** Bytes of one `.json` or `.md` file, which is read as a whole. */
  readonly jsonBytes: number
}

/** What an archive is called in messages. */
export interface ArchiveKind {
  readonly name: string
  readonly hint: string
}

const LIMITS: UnpackLimits = { files: 10_000, bytes: 4 * 2 ** 30, jsonBytes: 256 * 2 ** 20 }
const EVIDENCE: ArchiveKind = { name: 'an evidence bundle', hint: 'A bundle is the evidence.tar.gz that capcheck run writes into its run folder.' }
const GZIP = Buffer.from([0x1f, 0x8b])

/**
 * Unpacks a bundle into an empty folder and hashes every file on the way. The bundle may come from anybody: only plain files
 * with plain names are taken, each once, and no more than the limits allow.
 *
 * @throws CapcheckError (exit 64) saying why it is no bundle, or what in it is not allowed
 */
export async function unpack(bundle: string, into: string, limits: UnpackLimits = LIMITS, kind: ArchiveKind = EVIDENCE): Promise<EvidenceFile[]> {
  const files: EvidenceFile[] = []
  const taken = new Set<string>()
  let bytes = 0
  let failure: Error | null = null
  const fail = (what: string): void => void (failure ??= usageError(`${bundle} is not ${kind.name}: ${what}`, kind.hint))
  const take = (entry: ReadEntry): void => {
    const problem = fault(entry, taken, limits)
    if (problem !== null || failure !== null) {
      if (problem !== null) fail(problem)
      entry.resume()
      return
    }
    const { path } = entry
    taken.add(path)
    mkdirSync(dirname(join(into, path)), { recursive: true })
    const file = openSync(join(into, path), 'wx')
    const hash = createHash('sha256')
    let size = 0
    entry.on('data', (chunk) => {
      size += chunk.length
      bytes += chunk.length
      if (bytes > limits.bytes) fail(`it unpacks to more than ${limits.bytes} bytes`)
      if (failure !== null) return
      hash.update(chunk)
      for (let offset = 0; offset < chunk.length; ) offset += writeSync(file, chunk, offset)
    })
    entry.on('end', () => {
      closeSync(file)
      files.push({ path, bytes: size, sha256: hash.digest('hex') })
    })
  }
  const parser = new Parser({ strict: true, onReadEntry: take })
  parser.on('ignoredEntry', ({ path }) => fail(`${shown(path)} is no plain file`))
  const ended = new Promise<void>((resolve) => {
    parser.on('end', () => resolve())
    parser.on('error', (error) => {
      fail(messageOf(error))
      resolve()
    })
  })
  try {
    let first = true
    for await (const chunk of createReadStream(bundle) as AsyncIterable<Buffer>) {
      if (first && !chunk.subarray(0, 2).equals(GZIP)) fail('it is not compressed with gzip')
      first = false
      if (failure !== null) throw failure as Error
      parser.write(chunk)
    }
    if (first) fail('it is empty')
  } catch (error) {
    fail(messageOf(error))
  }
  if (failure !== null) throw failure as Error
  parser.end()
  await ended
  if (failure !== null) throw failure as Error
  return files
}

function fault({ path, type, size }: ReadEntry, taken: ReadonlySet<string>, limits: UnpackLimits): string | null {
  if (!isPlainPath(path)) return `${shown(path)} is no path that a bundle has`
  if (type !== 'File' && type !== 'OldFile') return `${shown(path)} is no plain file`
  if (taken.has(path)) return `${shown(path)} is in it twice`
  if (taken.size >= limits.files) return `it has more than ${limits.files} files`
  if (/\.(json|md)$/.test(path) && size > limits.jsonBytes) return `${shown(path)} is larger than ${limits.jsonBytes} bytes`
  return null
}

/** A name that somebody chose, on one line. */
function shown(path: string): string {
  return JSON.stringify(path.length > 120 ? `${path.slice(0, 120)}…` : path)
}
