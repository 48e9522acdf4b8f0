import { linearizability } from '../../src/checker/linearizability/check.ts'
import { registerLost } from '../../src/checker/register-lost.ts'
import { staleness } from '../../src/checker/staleness.ts'
import type { Workload } from '../../src/core/workload.ts'
import { cassandra } from './cassandra.ts'
import { mongodb } from './mongodb.ts'
import { postgres } from './postgres.ts'

/** Few enough for real contention, enough that waiting writers of one key do not stand for all. */
const KEYS = Array.from({ length: 8 }, (_, index) => `k${index}`)

/** Keys of the writes that wait without a deadline, one for each side. */
const UNBOUNDED_KEYS = ['u0', 'u1', 'u2']

/** Keys of the Gilbert-Lynch probes: each is written once, so every store's set-up makes them all. */
const PROBE_KEYS = Array.from({ length: 600 }, (_, index) => `p${index}`)

export const INITIAL = 0

export const register: Workload = {
  name: 'register',
  title: 'single registers with unique values: read, write, compare-and-set',
  kinds: [
    { f: 'read', effect: 'read', next: ({ random }) => ({ f: 'read', key: KEYS[random.below(KEYS.length)]!, value: null }) },
    { f: 'write', effect: 'write', next: ({ random, unique }) => ({ f: 'write', key: KEYS[random.below(KEYS.length)]!, value: unique }) },
    {
      f: 'cas',
      effect: 'write',
      next: ({ random, unique, lastSeen }) => {
        const key = KEYS[random.below(KEYS.length)]!
        return { f: 'cas', key, value: [lastSeen(key) ?? INITIAL, unique] }
      },
    },
  ],
  facts: { keys: KEYS, probeKeys: PROBE_KEYS, unboundedKeys: UNBOUNDED_KEYS, initial: INITIAL },
  initial: KEYS.map((key) => ({ f: 'write', key, value: INITIAL })),
  final: KEYS.map((key) => ({ f: 'read', key, value: null })),
  stores: { postgres, mongodb, cassandra },
  checks: [linearizability, registerLost, staleness],
}
