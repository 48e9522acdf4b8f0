import { open } from 'node:fs/promises'
import { usageError } from '../../core/errors.ts'
import { Pairing } from '../pairing.ts'
import { readEvents } from '../reader.ts'
import { readElleEdn } from './elle-edn.ts'
import { FORMATS } from './foreign.ts'
import type { Format, ReadHistory } from './foreign.ts'
import { readJepsenEdn } from './jepsen-edn.ts'
import { readPorcupineEtcd } from './porcupine-etcd.ts'
import { readPorcupineKv } from './porcupine-kv.ts'

/** Foreign histories are read whole; ours are streamed and have no such limit. */
const MAX_BYTES = 256 * 2 ** 20
/** Characters in which the format must show. */
const HEAD = 4096

/** Reads a history of any known format; without `format` the beginning of the file decides. */
export async function readAnyHistory(path: string, format?: Format): Promise<ReadHistory> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const head = await readStart(file, Math.min(size, HEAD))
    const found = format ?? detect(head)
    if (found === null) {
      throw usageError(`${path}: this is no history in a format that capcheck knows`, `Known formats: ${FORMATS.join(', ')}.`)
    }
    if (found === 'jsonl') return await readOurs(path)
    if (size > MAX_BYTES) {
      throw usageError(`${path}: ${size} bytes are too many for a foreign history`, `At most ${MAX_BYTES} are read; split the history by key.`)
    }
    return parse(found, await readStart(file, size), path)
  } finally {
    await file.close()
  }
}

/** The format that a text seems to be in, judged by its beginning; null when it looks like none. */
export function detect(head: string): Format | null {
  if (/^\s*\{\s*"/.test(head)) return 'jsonl'
  if (/\d\s+:(invoke|ok|fail|info)\s+:(read|write|cas)\s/.test(head)) return 'porcupine-etcd'
  if (!/[{[(]/.test(head) || !/:type\s+:/.test(head)) return null
  if (/:value\s*[[(]{2}\s*:(append|r)\s/.test(head)) return 'elle-edn'
  return /:f\s+:(get|put|append)\b/.test(head) ? 'porcupine-kv' : 'jepsen-edn'
}

/** Parses a foreign history that is at hand as text. */
export function parse(format: Exclude<Format, 'jsonl'>, text: string, name: string): ReadHistory {
  switch (format) {
    case 'jepsen-edn':
      return readJepsenEdn(text, name)
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
  const remarks = await readEvents(path, pairing)
  return { format: 'jsonl', operations: pairing.finish(), object: { model: 'register', initial: null, failedCas: 'nothing' }, remarks }
}

interface Readable {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>
}

async function readStart(file: Readable, length: number): Promise<string> {
  const buffer = new Uint8Array(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return new TextDecoder().decode(buffer.subarray(0, filled))
}
