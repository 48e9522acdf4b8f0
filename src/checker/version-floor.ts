import type { Operation } from '../core/event.ts'
import { partition } from './sorted.ts'

/** An answer that told somebody, at `operation.ret`, that an object had reached `version`. */
export interface Told {
  readonly version: number
  readonly operation: Operation
}

/** What had been told of one object before a given time. Built in O(n log n), asked in O(log n). */
export interface VersionFloor {
  /** The earliest answer that told of a version above `version`. */
  firstAbove(version: number): Told | null
  /** The highest version told before time `before` (nanoseconds). */
  highest(before: number): Told | null
}

/** Indexes answers by version and by time of return. */
export function versionFloor(told: readonly Told[]): VersionFloor {
  const byVersion = told.toSorted((a, b) => a.version - b.version || a.operation.ret - b.operation.ret)
  const earliestFrom: Told[] = Array.from({ length: byVersion.length })
  for (let i = byVersion.length - 1; i >= 0; i--) {
    const here = byVersion[i]!
    const later = earliestFrom[i + 1]
    earliestFrom[i] = later !== undefined && later.operation.ret < here.operation.ret ? later : here
  }
  const byTime = told.toSorted((a, b) => a.operation.ret - b.operation.ret || b.version - a.version)
  const highestTo: Told[] = []
  for (const here of byTime) {
    const before = highestTo.at(-1)
    highestTo.push(before !== undefined && before.version >= here.version ? before : here)
  }
  return {
    firstAbove: (version) => earliestFrom[partition(byVersion.length, (i) => byVersion[i]!.version <= version)] ?? null,
    highest: (before) => highestTo[partition(byTime.length, (i) => byTime[i]!.operation.ret < before) - 1] ?? null,
  }
}
