import { closeSync, openSync, writeSync } from 'node:fs'
import type { HistoryEvent } from '../core/event.ts'

/**
 * Appends events to a history file, one JSON object a line, in the order in which they are recorded.
 *
 * Lines are handed to the kernel at the end of the current turn of the event loop, in one write: a process that is
 * killed at any moment leaves a complete prefix of the history, with at most the last line torn. An operation
 * whose invocation was lost that way cannot have been seen by any recorded operation, because order is kept.
 */
export class HistoryRecorder {
  readonly path: string
  readonly #fd: number
  #pending = ''
  #scheduled = false
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
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.flush())
  }

  /** Hands everything recorded so far to the kernel. */
  flush(): void {
    this.#scheduled = false
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

/** Hand-made because this runs twice per operation; only free values go through JSON.stringify. */
function line(event: HistoryEvent): string {
  const key = event.key === undefined ? '' : `,"key":${JSON.stringify(event.key)}`
  const probe = event.probe === undefined ? '' : `,"probe":${event.probe}`
  const error = event.error === undefined ? '' : `,"error":${JSON.stringify(event.error)}`
  const note = event.note === undefined ? '' : `,"note":${JSON.stringify(event.note)}`
  return `{"process":${event.process},"type":"${event.type}","f":"${event.f}"${key},"value":${JSON.stringify(event.value)},"time":${event.time},"home":"${event.home}","node":"${event.node}","side":"${event.side}","phase":"${event.phase}"${probe}${error}${note}}\n`
}
