import type { Window } from './choices.ts'
import { NOT } from './columns.ts'
import type { Part, PartForesight } from './part.ts'
import type { Path } from './path.ts'

/** So many of the next open pure operations are asked whether they may still be answered. */
const LOOK_AHEAD = 16

/** Can some open operation never be answered any more, whatever comes? */
export function hopeless(part: Part, { writersLeft, after }: Path, { ops, size }: Window, state: number): boolean {
  if (writersLeft) {
    const { what, need } = part.register!
    for (let i = 0; i < size; i++) {
      const op = ops[i]!
      const value = need[op]!
      if (value >= 0 && what[op] !== NOT && value !== state && writersLeft[value] === 0) return true
    }
  } else if (part.foresight) {
    let ahead = LOOK_AHEAD
    for (let op = after[part.size]!; op !== part.size && ahead > 0; op = after[op]!) {
      if (part.pure[op] === 0) continue
      if (part.foresight.never(state, op)) return true
      ahead--
    }
  }
  return false
}

/** The state, or `unseen`: states that no open operation can see are all the same, or each order of what led there would be tried. */
export function asSeen({ readers, unseen }: PartForesight, path: Path, state: number): number {
  return state !== unseen && readers(state).every((op) => !path.isOpen(op)) ? unseen : state
}
