import { counterBounds } from '../../src/checker/counter-bounds.ts'
import { counterFinal } from '../../src/checker/counter-final.ts'
import { nodeNumber } from '../../src/core/ids.ts'
import type { GeneratorContext, Workload } from '../../src/core/workload.ts'
import { cassandra } from './cassandra.ts'
import { mongodb } from './mongodb.ts'
import { postgres } from './postgres.ts'

const POSTS = ['post0', 'post1', 'post2', 'post3'] as const

/**
 * A post to like or to unlike. Three of four clients beside n1 like what others unlike. Were opinions alike everywhere, as many
 * likes as unlikes of the other side would be missing from a count, which would be right by chance.
 */
function opinion({ random, home }: GeneratorContext, f: 'like' | 'unlike'): string {
  const agrees = random.below(4) > 0
  const half = ((nodeNumber(home) === 1) === (f === 'like')) === agrees ? 0 : 2
  return POSTS[half + random.below(2)]!
}

export const likesCounter: Workload = {
  name: 'likes-counter',
  title: 'like and unlike on a few posts, reads of the count',
  kinds: [
    { f: 'like', effect: 'write', next: (context) => ({ f: 'like', key: opinion(context, 'like'), value: { id: context.unique } }) },
    { f: 'unlike', effect: 'write', next: (context) => ({ f: 'unlike', key: opinion(context, 'unlike'), value: { id: context.unique } }) },
    { f: 'read', effect: 'read', next: ({ random }) => ({ f: 'read', key: POSTS[random.below(POSTS.length)]!, value: null }) },
  ],
  facts: { posts: POSTS },
  final: POSTS.map((key) => ({ f: 'read', key, value: null })),
  stores: { postgres, mongodb, cassandra },
  checks: [counterBounds, counterFinal],
}
