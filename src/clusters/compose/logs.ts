import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../../core/errors.ts'
import { api, type Engine } from '../docker/engine.ts'
import type { Part, Parts } from './parts.ts'

/** Bytes before each piece of a log, which name its stream and its length. */
const HEADER_BYTES = 8

/** The log of a container that the engine keeps: its last lines, or all since a moment (seconds of the epoch). */
export async function containerLog(engine: Engine, part: Part, range: { readonly tail: number } | { readonly since: number }): Promise<string> {
  const raw = await api(engine).getContainer(part.id).logs({ follow: false, stdout: true, stderr: true, ...range })
  return textOf(raw)
}

/** The last lines of a part's log, each indented, for error messages. */
export async function logTail(engine: Engine, part: Part): Promise<string> {
  const text = await containerLog(engine, part, { tail: 12 }).catch((error: unknown) => `cannot be read: ${messageOf(error)}`)
  return [`  last lines of the log of ${part.name}:`, ...text.trimEnd().split('\n').map((line) => `    ${line}`)].join('\n')
}

/** Writes what every part has said since a moment (seconds of the epoch), one file a part. */
export async function keepLogs(engine: Engine, parts: Parts, folder: string, since: number): Promise<void> {
  await Promise.all([...parts.values()].map(async (part) => writeFile(join(folder, `${part.name}.log`), await containerLog(engine, part, { since }))))
}

/** Takes the headers out of a log; both streams stay in the order in which they were written. */
export function textOf(raw: Buffer): string {
  const pieces: Buffer[] = []
  for (let at = 0; at + HEADER_BYTES <= raw.length; ) {
    const end = at + HEADER_BYTES + raw.readUInt32BE(at + 4)
    pieces.push(raw.subarray(at + HEADER_BYTES, end))
    at = end
  }
  return Buffer.concat(pieces).toString('utf8')
}
