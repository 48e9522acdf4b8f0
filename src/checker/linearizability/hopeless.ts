import type { Part, PartForesight } from './part.ts'
import type { Path } from './path.ts'

/** So many of the next open pure operations are asked whether they may still be answered. */
const LOOK_AHEAD = 16

/** Can some open operation never be answered any more, whatever comes, as far as the model foresees? */
export function hopeless({ size, pure }: Part, { never }: PartForesight, { after }: Path, state: number): boolean {
  let ahead = LOOK_AHEAD
  for (let op = after[size]!; op !== size && ahead > 0; op = after[op]!) {
    if (pure[op] === 0) continue
    if (never(state, op)) return true
    ahead--
  }
  return false
}

/** The state, or `unseen`: states that no open operation can see are all the same, or each order of what led there would be tried. */
export function asSeen({ readers, unseen }: PartForesight, path: Path, state: number): number {
  return state !== unseen && readers(state).every((op) => !path.isOpen(op)) ? unseen : state
}
