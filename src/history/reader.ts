import { createReadStream } from 'node:fs'
import { usageError } from '../core/errors.ts'
import { NO_PLACE, type HistoryEvent } from '../core/event.ts'
import { eventFault, placeFault } from './event-shape.ts'
import { guardHeap } from './heap-guard.ts'
import { Utf8 } from './utf8.ts'

/** A history as it lies in a file: event `i` was read from line `i + 1`. */
export interface History {
  readonly events: readonly HistoryEvent[]
  /** What the reader put up with, for the report: a last line cut off by a crash. */
  readonly remarks: readonly string[]
}

export interface ReaderOptions {
  /** Longest line accepted, in characters. A longer one is no history of ours, and must not eat the memory. */
  readonly maxLineLength?: number
  /** Accept events without `home`, `node`, `side` and `phase`: somebody else recorded them. Default false. */
  readonly withoutPlaces?: boolean
}

const MAX_LINE = 1 << 20
const BLOCK = 1 << 18
/** Stands for half a character; nothing that ends with it is JSON. */
const TORN = '\ufffd'

/** Takes the events of a history in their order; an array is one. */
export interface EventSink {
  /** How many it has taken. */
  readonly length: number
  push(event: HistoryEvent): unknown
}

/** `readHistory` without keeping the events: they go to `into`. Returns the remarks. */
export function readEvents(path: string, into: EventSink, options: ReaderOptions = {}): Promise<readonly string[]> {
  return parseEvents(createReadStream(path, { highWaterMark: BLOCK }), path, into, options)
}

/** Reads a history file (one JSON event a line) without ever holding more than a block of its text. */
export function readHistory(path: string, options: ReaderOptions = {}): Promise<History> {
  return parseHistory(createReadStream(path, { highWaterMark: BLOCK }), path, options)
}

/**
 * Parses the bytes of a history file. `name` is how errors call it.
 *
 * A last line without its newline that does not parse is what `kill -9` leaves behind: it is dropped with a remark.
 * The operation it would have completed then counts as unknown, which is the truth.
 */
export async function parseHistory(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  name: string,
  options: ReaderOptions = {},
): Promise<History> {
  const events: HistoryEvent[] = []
  const remarks = await parseEvents(chunks, name, events, options)
  return { events, remarks }
}

async function parseEvents(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  name: string,
  events: EventSink,
  options: ReaderOptions,
): Promise<readonly string[]> {
  const source = { name, maxLineLength: options.maxLineLength ?? MAX_LINE, withoutPlaces: options.withoutPlaces ?? false }
  const decoder = new Utf8(name)
  let rest = ''
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk)
    const end = text.lastIndexOf('\n')
    if (end < 0) rest += text
    else {
      appendLines(rest + text.slice(0, end), source, events)
      rest = text.slice(end + 1)
      guardHeap(name, events.length)
    }
    if (rest.length > source.maxLineLength) throw tooLong(source, events.length + 1)
  }
  // Torn inside a character: then the line is torn as well.
  if (decoder.endsInCharacter()) rest += TORN
  if (rest === '') return []
  const last = lastLine(rest, source, events.length + 1)
  if (last) events.push(last)
  const remark = `${name}: the last line (${events.length + 1}) is cut off and was left out`
  return last ? [] : [remark]
}

interface Source {
  readonly name: string
  readonly maxLineLength: number
  readonly withoutPlaces: boolean
}

/**
 * One `JSON.parse` for many lines is much faster than one a line. Whatever looks wrong about the result is
 * looked at again line by line, to name the place.
 */
function appendLines(block: string, source: Source, events: EventSink): void {
  const first = events.length + 1
  const parsed = block.length <= source.maxLineLength ? parseTogether(block) : null
  if (parsed === null) {
    block.split('\n').forEach((text, i) => events.push(parseLine(text, source, first + i)))
    return
  }
  for (let i = 0; i < parsed.length; i++) {
    events.push(eventOf(parsed[i], source, first + i))
  }
}

function eventOf(value: unknown, source: Source, line: number): HistoryEvent {
  const fault = eventFault(value)
  if (fault !== null) throw corrupt(source, line, 1, fault)
  const event = value as HistoryEvent
  const lost = placeFault(event)
  if (lost === null) return event
  if (!source.withoutPlaces || !isPlaceless(event)) throw corrupt(source, line, 1, lost)
  return { ...event, home: 'n1', node: 'n1', side: NO_PLACE, phase: 'before' }
}

function isPlaceless(event: Partial<HistoryEvent>): boolean {
  return event.home === undefined && event.node === undefined && event.side === undefined && event.phase === undefined
}

/** The events of a block, or null when its lines are not one JSON value each. */
function parseTogether(block: string): unknown[] | null {
  try {
    const parsed: unknown[] = JSON.parse(`[${block.replaceAll('\n', ',')}]`)
    return parsed.length === countLines(block) ? parsed : null
  } catch {
    return null
  }
}

function countLines(block: string): number {
  let lines = 1
  for (let at = block.indexOf('\n'); at >= 0; at = block.indexOf('\n', at + 1)) lines++
  return lines
}

function parseLine(text: string, source: Source, line: number): HistoryEvent {
  if (text.length > source.maxLineLength) throw tooLong(source, line)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw corrupt(source, line, columnOf(error, text), 'this is not JSON')
  }
  return eventOf(value, source, line)
}

/** The event of a last line without newline, or null when it is cut off. */
function lastLine(text: string, source: Source, line: number): HistoryEvent | null {
  try {
    JSON.parse(text)
  } catch {
    return null
  }
  return parseLine(text, source, line)
}

/** V8 names the position in its message; where it does not, the text ended too early. */
function columnOf(error: unknown, text: string): number {
  const position = /at position (\d+)/.exec(String(error))?.[1]
  return position === undefined ? text.length + 1 : Number(position) + 1
}

function corrupt(source: Source, line: number, column: number, what: string): Error {
  return usageError(
    `${source.name}:${line}:${column}: ${what}`,
    'A history file holds one JSON event a line, as capcheck writes it (docs/checking-histories.md).',
  )
}

function tooLong(source: Source, line: number): Error {
  return corrupt(source, line, source.maxLineLength + 1, `the line is longer than ${source.maxLineLength} characters`)
}
