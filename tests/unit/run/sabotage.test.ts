import { describe, expect, it } from 'vitest'
import type { Phase } from '../../../src/core/phase.ts'
import type { NodeClient, Store } from '../../../src/core/store.ts'
import { linearizability } from '../../../src/checker/linearizability/check.ts'
import type { CheckInput, Workload } from '../../../src/core/workload.ts'
import { leaky, majority } from '../../../src/selftest/broken-stores/databases.ts'
import type { MemoryNetwork } from '../../../src/selftest/broken-stores/network.ts'
import { memoryCluster, type Database, type MemorySession } from '../../../src/selftest/broken-stores/store.ts'
import { memoryTrial, MEMORY_OPTIONS, MEMORY_SETTLE, type MemoryTrial } from '../../../src/selftest/memory-trial.ts'
import type { Precondition } from '../../../src/verdict/verdict.ts'
import { hard } from '../checker/linearizability/hard.ts'

/**
 * Each precondition, broken while a whole trial runs on a store that would otherwise be CP (the self-test's row
 * end-to-end/correct-cp is this trial without sabotage). Trials mostly wait, so all of them run at once.
 */
interface Sabotage {
  readonly what: string
  readonly missing: Precondition['id']
  readonly detail: RegExp
  readonly by: () => Partial<MemoryTrial>
}

const reached = (phase: Phase, act: (network: MemoryNetwork) => void): Pick<MemoryTrial, 'onPhase'> => ({
  onPhase: (now, network) => void (now === phase && act(network)),
})

/** A store whose clients are as `change` makes them. */
const clients = (change: (client: NodeClient<MemorySession>, home: string, node: string) => Partial<NodeClient<MemorySession>>): Pick<MemoryTrial, 'store'> => ({
  store: (store) => ({
    ...store,
    open: (cluster, home, node, options) => {
      const client = store.open(cluster, home, node, options)
      return { ...client, ...change(client, home, node) }
    },
  }),
})

/** A store that is asked differently from the moment a phase begins. */
function storeFrom(phase: Phase, change: (store: Store<MemorySession>) => Partial<Store<MemorySession>>): Partial<MemoryTrial> {
  let begun = false
  return {
    ...reached(phase, () => (begun = true)),
    store: (store) => {
      const changed = { ...store, ...change(store) }
      return { ...store, view: (...args) => (begun ? changed : store).view(...args), health: (...args) => (begun ? changed : store).health(...args) }
    },
  }
}

/** Clients of n1 that hang for as long as the network is cut. */
function hangingMinority(database: Database, whole: () => boolean): Database {
  return { ...database, run: (node, ...rest) => (node === 'n1' && !whole() ? new Promise<never>(() => undefined) : database.run(node, ...rest)) }
}

/** The register's own checker, given one more key that no search gets through; unique values alone it decides whatever the time. */
function withHardKey(workload: Workload): Workload {
  const [, ...others] = workload.checks
  const hardKey = ({ operations }: CheckInput) => hard().map((op, i) => ({ ...op, key: 'hard', index: operations.length + i }))
  return { ...workload, checks: [(input) => linearizability({ ...input, operations: [...input.operations, ...hardKey(input)] }), ...others] }
}

const SABOTAGES: readonly Sabotage[] = [
  {
    what: 'a link of the cut that is open in the middle of steady',
    missing: 'cut',
    detail: /^n1->n2 was found open at \d+ ms \(steady\), and had to be cut$/,
    by: () => reached('steady', (network) => void setTimeout(() => void network.links.heal([{ from: 'n1', to: 'n2' }]), 1000)),
  },
  {
    what: 'a link inside a side that is cut too',
    missing: 'cut',
    detail: /^n2->n3 was found cut at \d+ ms \(steady\), and had to be open$/,
    by: () => reached('steady', (network) => void setTimeout(() => void network.links.cut([{ from: 'n2', to: 'n3' }]), 1000)),
  },
  {
    what: 'a back door: the store passes what it knows across the cut, past the links',
    missing: 'cut',
    detail: /^information crossed the cut: probe \d+ wrote at n\d and n\d read the new value$/,
    by: () => ({ database: leaky }),
  },
  {
    what: 'a node that still sees its peers across the cut',
    missing: 'cut',
    detail: /^n1 still saw n2 across the cut at \d+ ms$/,
    by: () => ({ store: (store) => ({ ...store, view: (_cluster, node) => Promise.resolve({ node, alive: true, reachable: node === 'n1' ? ['n2', 'n3'] : [], role: 'peer', detail: null }) }) }),
  },
  {
    what: 'a dead node: its local command fails in steady',
    missing: 'alive',
    detail: /^n3 did not answer its own local command at \d+ ms \(steady\): connection refused$/,
    by: () => storeFrom('steady', (store) => ({ view: (cluster, node, ms) => (node === 'n3' ? Promise.reject(new Error('connection refused')) : store.view(cluster, node, ms)) })),
  },
  {
    what: 'a cluster that is not whole when the control ends',
    missing: 'healthy',
    detail: /^the cluster was not healthy before the cut: n3 lags$/,
    by: () => storeFrom('before', () => ({ health: () => Promise.resolve({ ok: false, detail: 'n3 lags' }) })),
  },
  {
    what: 'an unpinned client: n1 answers for n3',
    missing: 'pinned',
    detail: /^a client at n3 meant for n3 was answered by n1$/,
    by: () => clients((client, home) => ({ identify: home === 'n3' ? () => Promise.resolve('n1') : client.identify })),
  },
  {
    what: 'connections opened under load, for writes, that another node answers',
    missing: 'pinned',
    detail: /^a client at n2 meant for n2 was answered by n3$/,
    by: () => {
      let asked = 0
      // The read connections of n2 are there when pins are proved first; those for writes come later.
      return clients((_client, home, node) => ({ identify: () => Promise.resolve(home === 'n2' && ++asked > 1 ? 'n3' : node) }))
    },
  },
  {
    what: 'connections whose server never says who it is',
    missing: 'pinned',
    detail: /^nothing proves where the writes of clients at n2 sent to n2 end$/,
    by: () => {
      let asked = 0
      return clients((_client, home, node) => ({ identify: () => (home === 'n2' && ++asked > 1 ? new Promise<never>(() => undefined) : Promise.resolve(node)) }))
    },
  },
  {
    what: 'a run that is stopped in steady',
    missing: 'complete',
    detail: /^the trial did not run to its end \(interrupted: stopped by the user\)$/,
    by: () => {
      const stop = new AbortController()
      return { context: { stop: stop.signal }, ...reached('steady', () => void setTimeout(() => stop.abort(new Error('stopped by the user')), 1000)) }
    },
  },
  {
    what: 'a node that ends by itself in steady',
    missing: 'complete',
    detail: /^the trial did not run to its end \(error: n2 ended by itself\)$/,
    by: () => {
      const { promise: died, reject } = Promise.withResolvers<never>()
      died.catch(() => undefined)
      return { context: { cluster: { ...memoryCluster(['n1', 'n2', 'n3']), died } }, ...reached('steady', () => void setTimeout(() => reject(new Error('n2 ended by itself')), 1000)) }
    },
  },
  {
    what: 'an idle side: its requests hang, and nothing more is sent there',
    missing: 'power',
    detail: /^fewer than 60 attempts in steady: .*\d+ register write on side minority/,
    by: () => ({ options: { ...MEMORY_OPTIONS, inFlight: 4 }, database: (network) => hangingMinority(majority(network), () => network.whole) }),
  },
  {
    what: 'a steady phase that begins before the store has settled',
    missing: 'settled',
    detail: /^steady began \d+ ms after the cut, before the 900000 ms that failure detection needs/,
    by: () => {
      const settle = { ...MEMORY_SETTLE }
      // It turns out only at the heal that failure detection takes longer than was waited for.
      return { settle, ...reached('heal', () => void (settle.ms = 900_000)) }
    },
  },
  {
    what: 'a steady phase that is too short',
    missing: 'settled',
    detail: /^steady lasted \d+ ms, less than the \d+ ms that it took to settle/,
    by: () => {
      const settle = { ...MEMORY_SETTLE, ms: 8000 }
      // Steady is as long as settling; so settling is made to look short while the length is chosen.
      const onPhase = (phase: Phase): void => void (settle.ms = phase === 'steady' ? 1 : 8000)
      return { settle, onPhase, options: { ...MEMORY_OPTIONS, steadyMs: 0, minAttempts: 20, deadlineMs: 1000 } }
    },
  },
  {
    what: 'a checker that runs out of time',
    missing: 'checked',
    detail: /^"linearizability" gave no answer: \d+ operations on \d+ keys: not decided for 1 of them, .*time/,
    by: () => ({ budgetMs: 200, workload: withHardKey }),
  },
  {
    what: 'a missing control: next to nothing was asked before the cut',
    missing: 'control',
    detail: /^before the cut \d register \w+ (was|were) sent at n\d; 10 needed$/,
    // As fast as it goes, so that the control is not made longer for the rate.
    by: () => ({ options: { ...MEMORY_OPTIONS, beforeMs: 1, rate: Infinity, inFlight: 1 } }),
  },
  {
    what: 'a control in which requests fail',
    missing: 'control',
    detail: /^before the cut n3 answered only \d+ of \d+ register \w+ \(unknown \d+\)$/,
    by: () => {
      let control = false
      const database = (network: MemoryNetwork): Database => {
        const sound = majority(network)
        return { ...sound, run: (node, ...rest) => (control && node === 'n3' ? Promise.reject(new Error('too many connections')) : sound.run(node, ...rest)) }
      }
      return { database, onPhase: (phase) => (control = phase === 'before') }
    },
  },
]

describe('a trial with one thing wrong is inconclusive for that reason', () => {
  const begun = new Map(SABOTAGES.map(({ what, by }, turn) => [what, memoryTrial({ id: `sabotage-${turn}`, lanes: ['register'], seed: turn + 1, database: (network) => majority(network), ...by() })]))

  it.each(SABOTAGES)('$missing: $what', async ({ what, missing, detail }) => {
    const { verdict } = (await begun.get(what)!).judged.get('register')!
    const found = verdict.preconditions.find(({ id }) => id === missing)!
    expect(found.detail).toMatch(detail)
    expect(found).toMatchObject({ ok: false, remedy: expect.stringMatching(/./) as string })
    expect(verdict.label).toBe('inconclusive')
    expect(verdict.reason).toContain(`precondition "${missing}" is missing (${found.detail})`)
  })
})
