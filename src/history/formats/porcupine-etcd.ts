import { usageError } from '../../core/errors.ts'
import type { Json } from '../../core/json.ts'
import { eachLine } from './each-line.ts'
import { pairForeign, type ForeignEvent, type ReadHistory } from './foreign.ts'

const TYPE = /^:(invoke|ok|fail|info)$/
const FUNCTION = /^:(read|write|cas)$/
/** What the logger puts before every event. */
const LOGGED = 'jepsen.util - '

/**
 * The log of a Jepsen run against etcd, as Porcupine's tests keep them: `INFO  jepsen.util - 3	:ok	:read	nil`, where all before
 * the process number is the logger's. One compare-and-set register, empty at first; a failed swap means that the
 * register held another value; `:timed-out` is an unknown outcome. Lines of the nemesis and of other loggers are skipped.
 */
export function readPorcupineEtcd(text: string, name: string): ReadHistory {
  let skipped = 0
  const events: ForeignEvent[] = []
  for (const { line, number } of eachLine(text)) {
    const event = eventOf(line, number, name)
    if (event !== null) events.push(event)
    else if (line.trim() !== '') skipped++
  }
  if (events.length === 0) throw bad(name, 1, 'no line is an event')
  return {
    format: 'porcupine-etcd',
    ...pairForeign(events, name),
    register: { initial: null, failedCas: 'mismatch' },
    remarks: skipped > 0 ? [`${name}: ${skipped} lines are no events and were skipped`] : [],
  }
}

/** By words and not by one expression over the line, which takes quadratic time on a hostile line. */
function eventOf(line: string, number: number, name: string): ForeignEvent | null {
  const words = line.trim().split(/\s+/)
  const at = words.findIndex((word, i) => i > 0 && TYPE.test(word))
  const process = words[at - 1] ?? ''
  if (process.startsWith(':')) return null
  if (at < 0 || !/^\d{1,15}$/.test(process)) {
    if (line.includes(LOGGED) && !line.includes(`${LOGGED}:`)) throw bad(name, number, 'this is no event')
    return null
  }
  const type = words[at]!.slice(1) as ForeignEvent['type']
  const f = words[at + 1] ?? ''
  if (!FUNCTION.test(f)) throw bad(name, number, `${JSON.stringify(f.slice(0, 40))} is none of :read, :write and :cas`)
  return { process: Number(process), type, f: f.slice(1), value: valueOf(words.slice(at + 2).join(' '), name, number), line: number }
}

function valueOf(text: string, name: string, line: number): Json {
  if (text === 'nil' || text === ':timed-out') return null
  const swap = /^\[(-?\d{1,15}) (-?\d{1,15})\]$/.exec(text)
  if (swap) return [Number(swap[1]), Number(swap[2])]
  if (/^-?\d{1,15}$/.test(text)) return Number(text)
  throw bad(name, line, `${JSON.stringify(text.slice(0, 40))} is no value of an etcd log`)
}

function bad(name: string, line: number, what: string): Error {
  return usageError(
    `${name}:${line}:1: ${what}`,
    'An event is a process number, :invoke, :ok, :fail or :info, then :read, :write or :cas, then nil, a whole number, [from to] or :timed-out.',
  )
}
