import type { Operation } from '../../core/event.ts'
import type { Random } from '../../core/random.ts'
import { NODES, sketched } from './operation.ts'

export interface AtomicLoad {
  readonly operations: number
  /** How far calls and returns may lie from the moment of taking effect; moments are 10 apart. */
  readonly span: number
  /** In 100 changes. */
  readonly unknown: number
  /** In 100 changes: refused, never took effect. */
  readonly failed: number
}

/** What one operation asked and was answered. */
export type Done = Pick<Operation, 'f' | 'value'> & Partial<Pick<Operation, 'key' | 'result'>>

/**
 * A history of an atomic object: every operation takes effect at a moment of its own between call and return, so it is
 * linearizable by the way it is made.
 *
 * @param act carries out the next operation if it `happens`, and says what was asked and answered
 */
export function atomicHistory(dice: Random, load: AtomicLoad, act: (happens: boolean, number: number) => Done): Operation[] {
  return Array.from({ length: load.operations }, (_, number) => {
    const roll = dice.below(100)
    const unknown = roll < load.unknown
    const failed = !unknown && roll < load.unknown + load.failed
    const done = act(unknown ? dice.below(2) === 0 : !failed, number)
    const known = done.result !== undefined && done.value === null
    const call = 10 * number - dice.below(load.span)
    const ret = 10 * number + 1 + dice.below(load.span)
    const home = NODES[dice.below(NODES.length)]!
    // A read always answers here: one without an answer says nothing.
    if (known) return sketched({ ...done, home, call, ret })
    const { result, ...asked } = done
    if (unknown) return sketched({ ...asked, home, call, ret: Infinity })
    if (failed) return sketched({ ...asked, home, call, ret, type: 'fail' })
    return sketched({ ...asked, home, call, ret, ...(result === undefined ? {} : { result }) })
  })
}
