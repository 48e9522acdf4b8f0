import type { Operation } from '../../core/event.ts'

/** The last answered read of each home in phase `after`, of one question. Of reads called at once the later in the file. */
export function lastReads(operations: readonly Operation[], f: string, key?: string): Operation[] {
  const own = operations.filter((one) => one.phase === 'after' && one.type === 'ok' && one.f === f && one.key === key && one.value === null)
  const homes = [...new Set(own.map(({ home }) => home))].sort()
  return homes.map((home) => own.filter((one) => one.home === home).reduce((last, one) => (one.call >= last.call ? one : last)))
}
