import type { Operation } from '../../core/event.ts'
import type { NodeId } from '../../core/ids.ts'

/**
 * What each probe showed, from the words of its definition: `probe writer>reader outcome`, one a line, sorted. Only
 * operations that lie wholly between `start` and `end` count.
 *
 * @param across the nodes on the other side of each node
 */
export function probeOutcomes(operations: readonly Operation[], across: (node: NodeId) => readonly NodeId[], start: number, end: number): string[] {
  const inside = (one: Operation): boolean => start <= one.call && one.end <= end
  return operations
    .filter((write) => write.probe !== undefined && write.f === 'write' && inside(write))
    .flatMap((write) =>
      across(write.home).map((node) => {
        const name = `${write.probe} ${write.home}>${node}`
        if (write.type !== 'ok') return `${name} no-ack`
        const read = operations.find((one) => one.probe === write.probe && one.f === 'read' && one.key === write.key && one.home === node && one.call > write.ret)
        if (read === undefined || !inside(read)) return ''
        if (read.type !== 'ok') return `${name} no-answer`
        return `${name} ${read.result === write.value ? 'leaked' : 'stale'}`
      }),
    )
    .filter((line) => line !== '')
    .sort()
}
