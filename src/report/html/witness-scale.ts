import type { StoredOperation } from '../result.ts'

/**
 * A scale on which every point in time that matters has the same distance to the next.
 * Two operations of a witness may be microseconds long and minutes apart; only their order matters.
 */
export interface OrdinalScale {
  /** The points, in nanoseconds, ascending. */
  readonly points: readonly number[]
  /** Position of a time between 0 and 1; times between two points lie between them. */
  at(time: number): number
}

/** A scale over the ends of all operations and those of `marks` that lie between them. */
export function ordinalScale(operations: readonly StoredOperation[], marks: readonly number[]): OrdinalScale {
  const ends = operations.flatMap(({ call, ret }) => (ret === null ? [call] : [call, ret]))
  const [first, last] = [Math.min(...ends), Math.max(...ends)]
  const inside = marks.filter((mark) => mark > first && mark < last)
  const points = [...new Set([...ends, ...inside])].toSorted((a, b) => a - b)
  return { points, at: (time) => position(points, time) }
}

function position(points: readonly number[], time: number): number {
  const steps = Math.max(1, points.length - 1)
  const after = points.findIndex((point) => point >= time)
  if (after === -1) return 1
  const [to, from] = [points[after] ?? 0, points[after - 1]]
  if (from === undefined) return 0
  return (after - 1 + (time - from) / (to - from)) / steps
}
