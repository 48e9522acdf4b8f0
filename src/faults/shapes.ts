import { usageError } from '../core/errors.ts'
import type { Link, NodeId } from '../core/ids.ts'
import type { Side } from '../core/phase.ts'

/** A way to cut a cluster in two, and who is where. */
export interface Shape {
  readonly name: string
  readonly title: string
  /** Sides by name, for nodes n1 … n of which n1 leads. */
  sides(nodes: readonly NodeId[]): { readonly [side: Side]: readonly NodeId[] }
}

/** Cuts that a run can ask for. The leader is moved to n1 before each cut. */
export const SHAPES: readonly Shape[] = [
  {
    name: 'leader-alone',
    title: 'the leader (or n1) alone against the others',
    sides: (nodes) => ({ minority: nodes.slice(0, 1), majority: nodes.slice(1) }),
  },
  {
    name: 'leader-in-majority',
    title: 'the leader (or n1) with the majority, the last node alone',
    sides: (nodes) => ({ majority: nodes.slice(0, -1), minority: nodes.slice(-1) }),
  },
]

/** @throws CapcheckError (exit 64) for a name that is no shape */
export function shapeNamed(name: string): Shape {
  const shape = SHAPES.find((candidate) => candidate.name === name)
  if (shape === undefined) throw usageError(`no shape "${name}"; allowed: ${SHAPES.map((each) => each.name).join(', ')}`)
  return shape
}

/** Every directed link between two nodes on different sides. */
export function linksAcross(sides: { readonly [side: Side]: readonly NodeId[] }): Link[] {
  const groups = Object.values(sides)
  return groups.flatMap((here) => here.flatMap((from) => groups.filter((there) => there !== here).flatMap((there) => there.map((to) => ({ from, to })))))
}
