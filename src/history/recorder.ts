import { closeSync, openSync, writeSync } from 'node:fs'
import type { HistoryEvent } from '../core/event.ts'
import type { Json } from '../core/json.ts'

/** Milliseconds after which recorded lines are in the kernel's hands at the latest. */
const FLUSH_MS = 2

/**
 * Appends events to a history file, one JSON object a line, in the order in which they are recorded.
 *
 * Lines are handed to the kernel in one write every few milliseconds: a process that is killed at any moment leaves
 * a complete prefix of the history, with at most the last line torn. An operation whose invocation was lost that way
 * cannot have been seen by any recorded operation, because order is kept.
 */
export class HistoryRecorder {
  readonly path: string
  readonly #fd: number
  #pending = ''
  #timer: NodeJS.Timeout | undefined
  #closed = false

  /** @throws Error of `fs.openSync` when the file cannot be made or exists already */
  constructor(path: string) {
    this.path = path
    this.#fd = openSync(path, 'wx')
  }

  /** Records one event. Never blocks on the disk beyond the kernel's page cache. */
  record(event: HistoryEvent): void {
    if (this.#closed) return
    this.#pending += line(event)
    this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS)
  }

  /** Hands everything recorded so far to the kernel. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#pending === '' || this.#closed) return
    const text = this.#pending
    this.#pending = ''
    writeAll(this.#fd, Buffer.from(text))
  }

  /** Flushes and closes; events that come later (an abandoned operation that ends at last) are dropped. */
  close(): void {
    if (this.#closed) return
    this.flush()
    this.#closed = true
    closeSync(this.#fd)
  }
}

function writeAll(fd: number, bytes: Buffer): void {
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(fd, bytes, offset)
}

/** Hand-made because this runs twice per operation: node names and phases need no escaping, other texts may. */
function line(event: HistoryEvent): string {
  let text = `{"process":${event.process},"type":"${event.type}","f":${JSON.stringify(event.f)}`
  if (event.key !== undefined) text += `,"key":${JSON.stringify(event.key)}`
  text += `,"value":${json(event.value)},"time":${event.time},"home":"${event.home}","node":"${event.node}","side":"${event.side}","phase":"${event.phase}"`
  if (event.probe !== undefined) text += `,"probe":${event.probe}`
  if (event.unbounded !== undefined) text += ',"unbounded":true'
  if (event.error !== undefined) text += `,"error":${JSON.stringify(event.error)}`
  if (event.note !== undefined) text += `,"note":${JSON.stringify(event.note)}`
  return `${text}}\n`
}

function json(value: Json): string {
  return value === null ? 'null' : JSON.stringify(value)
}
