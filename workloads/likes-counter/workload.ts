import { counterBounds } from '../../src/checker/counter-bounds.ts'
import { counterFinal } from '../../src/checker/counter-final.ts'
import type { Workload } from '../../src/core/workload.ts'
import { cassandra } from './cassandra.ts'
import { mongodb } from './mongodb.ts'
import { postgres } from './postgres.ts'

const POSTS = Array.from({ length: 4 }, (_, index) => `post${index}`)

export const likesCounter: Workload = {
  name: 'likes-counter',
  title: 'like and unlike on a few posts, reads of the count',
  kinds: [
    { f: 'like', effect: 'write', next: ({ random, unique }) => ({ f: 'like', key: POSTS[random.below(POSTS.length)]!, value: { id: unique } }) },
    { f: 'unlike', effect: 'write', next: ({ random, unique }) => ({ f: 'unlike', key: POSTS[random.below(POSTS.length)]!, value: { id: unique } }) },
    { f: 'read', effect: 'read', next: ({ random }) => ({ f: 'read', key: POSTS[random.below(POSTS.length)]!, value: null }) },
  ],
  facts: { posts: POSTS },
  final: POSTS.map((key) => ({ f: 'read', key, value: null })),
  stores: { postgres, mongodb, cassandra },
  checks: [counterBounds, counterFinal],
}
