import type { Json } from '../core/json.ts'
import type { Elsewhere, Finding } from './finding.ts'

const A = 'leader-alone'
const B = 'leader-in-majority'

/** Lanes of M-1 with other concerns; reads stay at the primary. */
export function concerns(settings: { readonly [name: string]: Json }) {
  return { lanes: { register: { settings }, 'likes-counter': { settings } } }
}

/**
 * M-1 with likes that nobody takes back: of likes and their opposites as many of each may be lost, and the total says nothing.
 * Shared, so that one trial shows what both rows say.
 */
export const LIKES_AT_W1 = { profile: 'M-1', overrides: { lanes: { 'likes-counter': { kinds: ['like', 'read'] } } } } as const

/** The old primary must have lost its place, or nothing could be rolled back. */
export const DEPOSED = { happened: 'leader change', at: A } as const

/** Likes alone, of clients that do not wait for long; those beside n2 reach the primary by a link that is slow before and in the cut. */
function resent(settings: { readonly [name: string]: Json }): Finding['experiment'] {
  return {
    profile: 'M-1',
    overrides: { lanes: { 'likes-counter': { kinds: ['like', 'read'], settings } } },
    script: [{ at: 'transition', ms: -2500, run: 'slow links', with: { links: ['n2->n1'], ms: 300 } }],
  }
}

/** Rows of MongoDB about what its clients do: time-outs, sessions, likes, and writes that are sent again. */
export const MONGODB_CLIENTS: readonly (Finding | Elsewhere)[] = [
  {
    id: 'M-8',
    store: 'mongodb',
    title: 'w:majority with a wtimeout that expires',
    claim: 'The write ends in an error and yet stands, and may become durable: unknown, never failed.',
    sources: ['MDW'],
    experiment: { profile: 'M-1', overrides: concerns({ writeConcern: 'majority', wtimeoutMs: 500 }) },
    shapes: [A],
    workloads: ['register'],
    expects: [{ booked: 'info', code: 'write-concern WriteConcern', kinds: ['write', 'cas'] }, { check: 'register lost writes', is: 'holds' }],
    needs: [DEPOSED],
  },
  {
    id: 'M-9',
    store: 'mongodb',
    title: 'a causal session at w:1, read concern local, at the primary that is cut off',
    claim: 'After the rollback the session misses what it had written, and read, itself: neither read your writes nor monotonic reads.',
    sources: ['JM18', 'MDC'],
    experiment: {
      profile: 'M-1',
      script: [
        { at: 'transition', ms: 300, run: 'causal writes' },
        { at: 'after', run: 'causal reads' },
      ],
    },
    shapes: [A],
    workloads: ['register'],
    expects: [{ reported: 'causal reads', figure: 'missing' }],
    needs: [DEPOSED, { done: 'causal writes', figure: 'readBack' }],
  },
  {
    id: 'M-10',
    store: 'mongodb',
    title: 'likes by $inc, w:1',
    claim: 'Acknowledged likes vanish when the old primary rolls back: the count ends below what was acknowledged.',
    sources: ['JM13', 'derived'],
    experiment: LIKES_AT_W1,
    shapes: [A],
    workloads: ['likes-counter'],
    expects: [
      { label: 'neither', of: 'likes-counter' },
      { check: 'counter final', is: 'violated', figure: 'lost', of: 'likes-counter' },
    ],
    needs: [DEPOSED, { acknowledged: 'like', on: 'minority', during: 'transition', of: 'likes-counter' }],
  },
  {
    id: 'M-11a',
    store: 'mongodb',
    title: 'likes by $inc, w:1, sent again blindly after 400 ms without an answer; a slow link to the primary',
    claim: 'The first attempt was carried out and its answer late, so the like counts twice.',
    sources: ['MDW', 'derived'],
    experiment: resent({ resendAfterMs: 400 }),
    shapes: [B],
    workloads: ['likes-counter'],
    expects: [{ check: 'counter final', is: 'violated', figure: 'over', of: 'likes-counter' }],
    needs: [{ done: 'slow links' }, { sentTwice: 'like', atLeast: 20, of: 'likes-counter' }],
  },
  {
    id: 'M-11b',
    store: 'mongodb',
    title: 'as M-11a, with the session and number that drivers send when they retry writes',
    claim: 'The server knows the second attempt by its number and does nothing again: every like counts once.',
    sources: ['MDW'],
    experiment: resent({ resendAfterMs: 400, numbered: true }),
    shapes: [B],
    workloads: ['likes-counter'],
    expects: [{ check: 'counter final', is: 'holds', of: 'likes-counter' }],
    needs: [{ done: 'slow links' }, { sentTwice: 'like', atLeast: 20, of: 'likes-counter' }],
  },
  {
    id: 'M-12',
    store: 'mongodb',
    title: 'replication protocol version 0, or 3.4.0-rc3',
    claim: 'Acknowledged majority writes are lost.',
    sources: ['JM17'],
    notExpected: 'fixed in 3.2.12 and 3.4.0; protocol version 0 is gone since 4.0.',
  },
]
