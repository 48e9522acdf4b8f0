import { usageError } from '../../core/errors.ts'
import type { Json } from '../../core/json.ts'
import { pairForeign } from './foreign.ts'
import type { ForeignEvent, ReadHistory } from './foreign.ts'

/** `INFO  jepsen.util - 3	:ok	:read	nil`; what comes before the process number is the logger's. */
const EVENT = /(\d+)\s+:(invoke|ok|fail|info)\s+:(read|write|cas)\s+(\S.*?)\s*$/

/**
 * The log of a Jepsen run against etcd, as Porcupine's tests keep them. One compare-and-set register, empty at first;
 * a failed swap means that the register held another value; `:timed-out` is an unknown outcome. Other lines are skipped.
 */
export function readPorcupineEtcd(text: string, name: string): ReadHistory {
  let skipped = 0
  const events = text.split('\n').flatMap((line, i): ForeignEvent[] => {
    const match = EVENT.exec(line)
    if (match === null) {
      if (line.trim() !== '') skipped++
      return []
    }
    const [, process, type, f, value] = match as unknown as [string, string, ForeignEvent['type'], string, string]
    return [{ process: Number(process), type, f, value: valueOf(value, name, i + 1), line: i + 1 }]
  })
  return {
    format: 'porcupine-etcd',
    operations: pairForeign(events, name),
    object: { model: 'register', initial: null, failedCas: 'mismatch' },
    remarks: skipped > 0 ? [`${name}: ${skipped} lines are no events and were skipped`] : [],
  }
}

function valueOf(text: string, name: string, line: number): Json {
  if (text === 'nil' || text === ':timed-out') return null
  const swap = /^\[(-?\d+) (-?\d+)\]$/.exec(text)
  if (swap) return [Number(swap[1]), Number(swap[2])]
  if (/^-?\d+$/.test(text)) return Number(text)
  throw usageError(`${name}:${line}:1: ${JSON.stringify(text.slice(0, 40))} is no value of an etcd log`, 'Expected nil, a whole number, [from to] or :timed-out.')
}
