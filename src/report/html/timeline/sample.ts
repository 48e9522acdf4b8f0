import type { Operation } from '../../../core/event.ts'

/** Groups this small are drawn whole: a few refusals among thousands of answers are what a reader looks for. */
const WHOLE = 40

export interface Sample {
  readonly drawn: readonly Operation[]
  readonly total: number
}

/**
 * Picks at most `limit` operations to draw, spread evenly over each node, kind and outcome.
 * Per group, since operations are sent in turn and every k-th of them all would show one node only.
 * Operations in `keep` (positions in the history) are always among them.
 */
export function sampleOperations(operations: readonly Operation[], limit: number, keep: ReadonlySet<number>): Sample {
  const total = operations.length
  if (total <= limit) return { drawn: operations, total }
  const groups = groupOperations(operations)
  const small = groups.filter((group) => group.length <= WHOLE)
  const large = groups.filter((group) => group.length > WHOLE)
  const spoken = small.reduce((sum, group) => sum + group.length, keep.size)
  const crowd = large.reduce((sum, group) => sum + group.length, 0)
  const share = Math.max(0, limit - spoken) / crowd
  const picked = new Set([...small.flat(), ...large.flatMap((group) => thin(group, share))])
  return { drawn: operations.filter((each) => picked.has(each) || keep.has(each.index)), total }
}

function groupOperations(operations: readonly Operation[]): Operation[][] {
  const groups = new Map<string, Operation[]>()
  for (const operation of operations) {
    const name = `${operation.home} ${operation.f} ${operation.type}`
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [operation])
    else group.push(operation)
  }
  return [...groups.values()]
}

function thin(group: readonly Operation[], share: number): Operation[] {
  return group.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share))
}
