import type { NodeId } from '../../core/ids.ts'
import type { Run } from '../result.ts'

/** Size of the picture and of a node in it, in drawing units. */
export const WIDTH = 400
export const HEIGHT = 220
export const RADIUS = 24

export interface Place {
  readonly x: number
  readonly y: number
}

/** Above the boxes of the sides stand their names. */
const TOP = 26
const ROOM = HEIGHT - TOP - 8

/**
 * Each side has a column of its own; the nodes of a side stand above one another. So that no arrow runs through a third
 * node, columns of one node stand high and low in turn where there are more than two, and long columns are bent.
 */
export function placesOf(sides: Run['cut']['sides']): Map<NodeId, Place> {
  const columns = Object.values(sides)
  const width = WIDTH / Math.max(1, columns.length)
  return new Map(
    columns.flatMap((nodes, column) =>
      nodes.map((node, row) => {
        const bend = nodes.length > 2 && row % 2 === 1 ? width / 5 : 0
        const lean = columns.length > 2 && nodes.length === 1 ? ROOM * (column % 2 === 0 ? 0.2 : -0.2) : 0
        const y = TOP + ((row + 0.5) / nodes.length) * ROOM + lean
        return [node, { x: Math.round((column + 0.5) * width + bend), y: Math.round(y) }] as const
      }),
    ),
  )
}
