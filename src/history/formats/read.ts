import { open, stat } from 'node:fs/promises'
import { messageOf, usageError } from '../../core/errors.ts'
import type { HistoryEvent } from '../../core/event.ts'
import { Pairing } from '../pairing.ts'
import { readEvents } from '../reader.ts'
import { Utf8 } from '../utf8.ts'
import { readElleEdn } from './elle-edn.ts'
import { FORMATS } from './foreign.ts'
import type { Format, ReadHistory } from './foreign.ts'
import { readJepsenEdn, type JepsenOptions } from './jepsen-edn.ts'
import { readPorcupineEtcd } from './porcupine-etcd.ts'
import { readPorcupineKv } from './porcupine-kv.ts'

/** Foreign histories are read whole; ours are streamed and have no such limit. */
const MAX_BYTES = 256 * 2 ** 20
/** Bytes in which the format must show. */
const HEAD = 4096
/** Bytes decoded at once. */
const BLOCK = 1 << 18

export interface ReadOptions extends JepsenOptions {
  /** Default: the beginning of the file decides. */
  readonly format?: Format
}

/**
 * Reads a history of any known format.
 *
 * @throws CapcheckError (exit 64) naming file, line and column of what cannot be read
 */
export async function readAnyHistory(path: string, options: ReadOptions = {}): Promise<ReadHistory> {
  const size = await sizeOf(path)
  const head = await readStart(path, HEAD)
  const found = options.format ?? detect(new TextDecoder().decode(head))
  if (found === null) {
    throw usageError(`${path}:1:1: this is no history in a format that capcheck knows`, `Known formats: ${FORMATS.join(', ')}; --format names one.`)
  }
  if (options.independent && found !== 'jepsen-edn') {
    throw usageError(`--independent is for Jepsen's histories; ${path} is read as ${found}`, 'Other formats have keys of their own.')
  }
  if (found === 'jsonl') return readOurs(path)
  if (size > MAX_BYTES) {
    throw usageError(`${path}: ${size} bytes are too many for a foreign history`, `At most ${MAX_BYTES} are read; split the history by key.`)
  }
  return parse(found, decode(await readStart(path, size), path), path, options)
}

/** Opening a pipe would wait for ever, and a device never ends. */
async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw usageError(`${path} cannot be read: ${messageOf(error)}`)
  })
  if (!found.isFile()) throw usageError(`${path} is no regular file`, 'Name a history file, or a run folder.')
  if (found.size === 0) throw usageError(`${path}:1:1: the file is empty`)
  return found.size
}

/** The format that a text seems to be in, judged by its beginning; null when it looks like none. */
export function detect(head: string): Format | null {
  if (/^\s*\{\s*"/.test(head)) return 'jsonl'
  if (/\d\s+:(invoke|ok|fail|info)\s+:(read|write|cas)\s/.test(head)) return 'porcupine-etcd'
  if (!/[{[(]/.test(head) || !/:type\s+:/.test(head)) return null
  if (/:value\s*[[(]{2}\s*:(append|r)\s/.test(head)) return 'elle-edn'
  return /:f\s+:(get|put|append)\b/.test(head) && /:key\b/.test(head) ? 'porcupine-kv' : 'jepsen-edn'
}

/** Parses a foreign history that is at hand as text. */
export function parse(format: Exclude<Format, 'jsonl'>, text: string, name: string, options: JepsenOptions = {}): ReadHistory {
  switch (format) {
    case 'jepsen-edn':
      return readJepsenEdn(text, name, options)
    case 'elle-edn':
      return readElleEdn(text, name)
    case 'porcupine-etcd':
      return readPorcupineEtcd(text, name)
    case 'porcupine-kv':
      return readPorcupineKv(text, name)
  }
}

async function readOurs(path: string): Promise<ReadHistory> {
  const pairing = new Pairing(path)
  const lines: number[] = []
  const into = {
    get length() {
      return pairing.length
    },
    push(event: HistoryEvent) {
      if (event.type === 'invoke') lines.push(pairing.length + 1)
      pairing.push(event)
    },
  }
  const remarks = await readEvents(path, into, { withoutPlaces: true })
  return { format: 'jsonl', operations: pairing.finish(), lines, register: { failedCas: 'nothing' }, remarks }
}

function decode(bytes: Uint8Array, path: string): string {
  const utf8 = new Utf8(path)
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += BLOCK) parts.push(utf8.decode(bytes.subarray(at, at + BLOCK)))
  if (utf8.endsInCharacter()) throw utf8.error()
  return parts.join('')
}

/** The first bytes of a file, all of them if there are fewer. */
async function readStart(path: string, length: number): Promise<Uint8Array> {
  const file = await open(path).catch((error: unknown) => {
    throw usageError(`${path} cannot be read: ${messageOf(error)}`)
  })
  try {
    const buffer = new Uint8Array(length)
    let filled = 0
    while (filled < length) {
      const { bytesRead } = await file.read(buffer, filled, length - filled, filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return buffer.subarray(0, filled)
  } finally {
    await file.close()
  }
}
