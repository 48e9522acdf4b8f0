import type { Operation } from '../../core/event.ts'
import { lastReads } from './final.ts'
import { someOrder } from '../../core/every-order.ts'

/** Does some order of increments and reads, from 0, give every answer? Only `like` and `read` of one counter. */
export function counterExplained(operations: readonly Operation[]): boolean {
  return someOrder(operations, 0, (count, { f, result }) => {
    if (f === 'read') return count === result ? count : undefined
    return f === 'like' ? count + 1 : count - 1
  })
}

/**
 * How far an answer is from every count that some choice of changes gives: each change acknowledged before the read's
 * call is in, each called after its return is out, each of the others is tried both ways. 0 when a choice fits; positive
 * when likes are missing, negative when there are too many.
 */
export function counterDeviation(operations: readonly Operation[], read: Operation): number {
  const own = operations.filter(({ f, key, type }) => key === read.key && (f === 'like' || f === 'unlike') && type !== 'fail')
  const step = ({ f }: Operation): number => (f === 'like' ? 1 : -1)
  const certain = own.filter(({ type, ret }) => type === 'ok' && ret < read.call)
  const open = own.filter((one) => !certain.includes(one) && one.call <= read.ret)
  let counts = [certain.reduce((sum, one) => sum + step(one), 0)]
  for (const one of open) counts = [...new Set(counts.flatMap((count) => [count, count + step(one)]))]
  const gaps = counts.map((count) => count - (read.result as number))
  return gaps.reduce((least, gap) => (Math.abs(gap) < Math.abs(least) ? gap : least))
}

/** Per post the deviation that is left at the end, if the last reads of all homes deviate in one direction: the mildest one. */
export function finalDeviations(operations: readonly Operation[], posts: readonly string[]): number[] {
  return posts.flatMap((post) => {
    const gaps = lastReads(operations, 'read', post).map((read) => counterDeviation(operations, read))
    const settled = gaps.length > 0 && (gaps.every((gap) => gap > 0) || gaps.every((gap) => gap < 0))
    return settled ? [gaps.reduce((least, gap) => (Math.abs(gap) < Math.abs(least) ? gap : least))] : []
  })
}
