import { isMainThread } from 'node:worker_threads'
import type { Operation } from '../../../../src/core/event.ts'
import type { Json } from '../../../../src/core/json.ts'
import { IMPOSSIBLE } from '../../../../src/checker/models/model.ts'
import type { Model } from '../../../../src/checker/models/model.ts'

/** A counter with `add` and `read`: a model that is not built in, loaded by its file. */
export default {
  name: 'counter',
  initial: 0,
  role: ({ f, type }) => (type === 'fail' ? 'none' : f === 'read' ? 'read' : 'change'),
  step,
} satisfies Model

/** Something that one process at a time has; its state is that process. */
export const token: Model = {
  name: 'token',
  initial: null,
  role: () => 'change',
  step: (holder, { f, process }) => (f === 'take' ? (holder === null ? process : IMPOSSIBLE) : holder === process ? null : IMPOSSIBLE),
}

/** Accepts an operation only where it shows nothing beside what a model may look at. */
export const curious: Model = {
  name: 'curious',
  initial: null,
  role: () => 'change',
  step: (_, operation) => (Object.keys(operation).toSorted().join() === 'f,key,process,type,value' ? null : IMPOSSIBLE),
}

/** Promises not to look who asked, and looks. */
export const liar: Model = { ...token, anonymous: true }

/** The same counter, which breaks down in the way that the key of an operation names. */
export const fragile: Model = {
  name: 'fragile counter',
  initial: 0,
  role: ({ f, type }) => (type === 'fail' ? 'none' : f === 'read' ? 'read' : 'change'),
  step(state, operation) {
    if (operation.key === 'throws') throw new Error('cannot count that')
    if (!isMainThread) breakDown(operation.key)
    return step(state, operation)
  },
}

function step(state: Json, { f, value, result, type }: Operation): Json | typeof IMPOSSIBLE {
  if (f === 'add') return Number(state) + Number(value)
  return type === 'info' || state === result ? state : IMPOSSIBLE
}

function breakDown(key: string | undefined): void {
  if (key?.startsWith('exits')) process.exit(0)
  if (key === 'loops') for (;;);
  if (key === 'eats') {
    const eaten: number[][] = []
    for (;;) eaten.push(Array.from({ length: 1 << 16 }, (_, i) => i + 0.5))
  }
}
