import type { AgedRead } from '../recorded.ts'
import { unitOf } from './axis.ts'
import { logScale, type LogScale } from './log-scale.ts'

/** Pixels of one node's chart of ages. */
export const AGES = 46

/** The stale reads of one node: a dot each, time against age. */
export interface AgeRow {
  readonly home: string
  readonly reads: number
  readonly stale: number
  /** Milliseconds; 0 when no read was stale. */
  readonly oldest: number
  readonly scale: LogScale | null
  readonly path: string
}

/** Ages of the answers of each node, all on one scale. Dots that fall on one place are drawn once. */
export function ageRows(reads: readonly AgedRead[], end: number): AgeRow[] {
  const ms = ({ age }: AgedRead) => age / 1e6
  const scale = logScale(reads.filter(({ age }) => age > 0).map(ms), AGES)
  return [...Map.groupBy(reads, ({ home }) => home)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([home, group]) => {
      const stale = group.filter(({ age }) => age > 0)
      const dots = scale === null ? [] : stale.map((read) => `M${unitOf(read.time, end)} ${scale.at(ms(read))}h0`)
      return {
        home,
        reads: group.length,
        stale: stale.length,
        oldest: stale.reduce((most, read) => Math.max(most, ms(read)), 0),
        scale,
        path: [...new Set(dots)].join(''),
      }
    })
}
