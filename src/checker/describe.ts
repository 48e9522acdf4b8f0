import { EVENT_NS, NO_PLACE, NO_TIME, type Operation } from '../core/event.ts'
import type { Json } from '../core/json.ts'
import { toMs } from './time.ts'

/**
 * An operation in one line, as it is quoted in explanations:
 * `write x = 7 by the client at n1, acknowledged (12.4 to 13.1 ms)`, or where places and times were not recorded
 * `write x = 7 by process 3, acknowledged (events 12 to 14)`.
 */
export function describe(operation: Operation): string {
  return `${request(operation)} by ${client(operation)}, ${outcome(operation)} (${span(operation)})`
}

function client({ side, process, home, node }: Operation): string {
  if (side === NO_PLACE || side === NO_TIME) return `process ${process}`
  return `the client at ${home}${node === home ? '' : ` (sent to ${node})`}`
}

/** What was asked, without who and when: `transfer t7: a -> b, 5`. */
export function request(operation: Operation): string {
  const target = operation.key === undefined ? '' : ` ${operation.key}`
  const { f, value } = operation
  if (value === null) return `${f}${target}`
  if (f === 'transfer' && isObject(value)) return `transfer ${text(value['id'])}: ${text(value['from'])} -> ${text(value['to'])}, ${text(value['amount'])}`
  if (f === 'cas' && Array.isArray(value)) return `cas${target} from ${text(value[0])} to ${text(value[1])}`
  if (isObject(value) && value['id'] !== undefined) return `${f}${target} ${text(value['id'])}`
  return `${f}${target} = ${text(value)}`
}

function outcome(operation: Operation): string {
  if (operation.type === 'info') return `outcome unknown${operation.error ? ` (${operation.error.code})` : ''}`
  if (operation.type === 'fail') return `failed${operation.error ? ` (${operation.error.code})` : ''}`
  if (operation.value === null) return `answer ${text(operation.result)}`
  return operation.note === undefined ? 'acknowledged' : 'acknowledged with a warning'
}

function span(operation: Operation): string {
  if (operation.side === NO_TIME) {
    const event = operation.call / EVENT_NS + 1
    return operation.type === 'info' ? `from event ${event} on` : `events ${event} to ${operation.end / EVENT_NS + 1}`
  }
  const call = toMs(operation.call)
  return Number.isFinite(operation.end) ? `${call} to ${toMs(operation.end)} ms` : `from ${call} ms on`
}

/** Long answers (ledgers) are cut: the whole operation is in the witness. */
function text(value: Json | undefined): string {
  const written = typeof value === 'string' ? value : JSON.stringify(value ?? null)
  return written.length > 120 ? `${written.slice(0, 117)}...` : written
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
