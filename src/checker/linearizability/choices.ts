import type { Part } from './part.ts'
import type { UnknownEffects } from './unknown-effects.ts'

/** The operations that may come next, as a search found them. */
export interface Window {
  /** The first `size` entries are pending known operations that do not fit by themselves. */
  readonly ops: Int32Array
  size: number
  /** The earliest return among them: what is called later cannot come next. */
  horizon: number
}

/** About what one frame takes. */
export const FRAME_BYTES = 160

/** A configuration with several ways to go on, to come back to. */
export interface Frame {
  readonly choices: readonly number[]
  next: number
  readonly state: number
  readonly trail: number
  readonly name: Int32Array | null
}

/**
 * What a search should try next, best first: known operations in order of return, then unknown effects (as -1 - slot). Of
 * equal ones only that which returned first.
 *
 * @param mustUse an unknown effect was used just now, so the next operation must need what it left
 */
export function choicesOf(part: Part, unknown: UnknownEffects, { ops, size, horizon }: Window, state: number, mustUse: boolean): number[] {
  const choices: number[] = []
  for (let i = 0; i < size; i++) {
    const op = ops[i]!
    if (part.pure[op] === 1 || part.step(state, op) < 0) continue
    if (mustUse && part.register!.need[op] !== state) continue
    insertByReturn(part, choices, op)
  }
  const known = choices.length
  unknown.candidates(state, ops, size, horizon, choices)
  let kept = known
  for (let i = known; i < choices.length; i++) {
    const slot = choices[i]!
    if (mustUse && part.register!.need[unknown.sample[slot]!] !== state) continue
    choices[kept++] = -1 - slot
  }
  choices.length = kept
  return choices
}

/** Keeps `choices` in order of return; of one kind only the operation that returned first stays. */
function insertByReturn(part: Part, choices: number[], op: number): void {
  const { ret } = part
  for (let i = 0; i < choices.length; i++) {
    if (!part.same(choices[i]!, op)) continue
    if (ret[choices[i]!]! <= ret[op]!) return
    choices.splice(i, 1)
    break
  }
  let at = choices.length
  while (at > 0 && ret[choices[at - 1]!]! > ret[op]!) at--
  choices.splice(at, 0, op)
}
