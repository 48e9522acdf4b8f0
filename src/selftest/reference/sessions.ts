import type { Operation } from '../../core/event.ts'
import type { Guarantee } from '../../checker/sessions/guarantees.ts'
import { valueOf } from './registers.ts'

/**
 * Broken session guarantees of registers, by definition: of all pairs of operations of one home on one key, the second called
 * after the first had returned, those where the second's version is certainly older. A version is older than another
 * when its write had ended before the other's was called; the first value is older than every write.
 *
 * @returns `guarantee index-of-the-second`, each once, sorted
 */
export function brokenSessions(operations: readonly Operation[]): string[] {
  const writes = operations.filter(({ f }) => f === 'write' || f === 'cas')
  const known = operations.filter(({ f, type }) => (f === 'read' ? type === 'ok' : type !== 'fail'))
  const found = new Set<string>()
  for (const first of known) {
    for (const second of known) {
      if (first.home !== second.home || first.key !== second.key || first.type !== 'ok' || !(first.ret < second.call)) continue
      if (certainlyOlder(versionOf(second, writes), versionOf(first, writes))) found.add(`${nameOf(first, second)} ${second.index}`)
    }
  }
  return [...found].sort()
}

type Version = { readonly known: false } | { readonly known: true; readonly writes: readonly Operation[] }

/** The writes that may have made what an operation read or wrote; nothing is known of a value of which one failed. */
function versionOf(one: Operation, writes: readonly Operation[]): Version {
  const value = one.f === 'read' ? one.result : valueOf(one)
  const own = writes.filter((write) => write.key === one.key && valueOf(write) === value)
  return own.some(({ type }) => type === 'fail') ? { known: false } : { known: true, writes: own }
}

function certainlyOlder(a: Version, b: Version): boolean {
  if (!a.known || !b.known || b.writes.length === 0) return false
  return a.writes.every(({ type, ret }) => type === 'ok' && b.writes.every(({ call }) => ret < call))
}

function nameOf(first: Operation, second: Operation): Guarantee {
  if (second.f === 'read') return first.f === 'read' ? 'monotonic-reads' : 'read-your-writes'
  return first.f === 'read' ? 'writes-follow-reads' : 'monotonic-writes'
}
