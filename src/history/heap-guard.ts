import { getHeapStatistics } from 'node:v8'
import { usageError } from '../core/errors.ts'

/** Share of the heap that a history may fill while it is read; pairing and checking need the rest. */
const SHARE = 0.45

/**
 * Refuses a history that would not fit into memory, before the engine ends the process for it. To be called now and
 * then while events pile up.
 */
export function guardHeap(name: string, events: number): void {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
  if (used < SHARE * limit) return
  throw usageError(
    `${name}: too large for the memory of this process, after ${events} events`,
    `Split the history by key, or give Node more than ${Math.round(limit / 2 ** 20)} MB: NODE_OPTIONS=--max-old-space-size=<MB>.`,
  )
}
