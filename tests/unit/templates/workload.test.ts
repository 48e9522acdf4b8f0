import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { NodeId } from '../../../src/core/ids.ts'
import type { Profile, ProfileLane } from '../../../src/core/profile.ts'
import type { Store } from '../../../src/core/store.ts'
import type { CheckResult } from '../../../src/core/workload.ts'
import { shapeNamed } from '../../../src/faults/shapes.ts'
import { pairEvents } from '../../../src/history/pairing.ts'
import { readHistory } from '../../../src/history/reader.ts'
import { DEFAULT_OPTIONS } from '../../../src/run/plan.ts'
import { Trial } from '../../../src/run/trial.ts'
import { MemoryNetwork } from '../../../src/selftest/broken-stores/network.ts'
import { majority } from '../../../src/selftest/broken-stores/databases.ts'
import { memoryCluster, memoryStore, memoryWorkload, Refused, type MemorySession } from '../../../src/selftest/broken-stores/store.ts'
import type { PostgresSession } from '../../../src/stores/postgres/session.ts'
import { WORKLOADS } from '../../../workloads/index.ts'
import workload from '../../../templates/workload/workload.mts'

const NODES: readonly NodeId[] = ['n1', 'n2', 'n3']
const OPTIONS = { ...DEFAULT_OPTIONS, rate: 60, minAttempts: 20, deadlineMs: 2000, beforeMs: 300, steadyMs: 600, healLimitMs: 5000, convergeLimitMs: 5000 }

/** The statements of the template, on notes in memory: `notesAt` gives those that a node adds to, and reads. */
function sessionAt(network: MemoryNetwork, node: NodeId, notesAt: (node: NodeId) => Set<number>): PostgresSession {
  return {
    async query(text, values = []) {
      if (text.startsWith('create table t1_notes')) return { rows: [], rowCount: null }
      const majority = network.reachable(node).length > 1
      const add = /^insert into t1_notes values \(\$1\)$/.test(text)
      if (add && !majority) throw new Refused('no majority')
      if (add) for (const peer of network.reachable(node)) notesAt(peer).add(values[0] as number)
      else if (!text.startsWith('select array(select note from t1_notes order by note) as notes')) throw new Error(`unknown statement: ${text}`)
      return { rows: add ? [] : [{ notes: [...notesAt(node)].map(String), standby: false }], rowCount: 1 }
    },
  }
}

/** A whole trial of the template's workload in memory, read back from its files and checked. */
async function checksOf(shared: boolean): Promise<readonly CheckResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'capcheck-template-'))
  try {
    const network = new MemoryNetwork(NODES)
    const one = new Set<number>()
    const of = new Map(NODES.map((node) => [node, shared ? one : new Set<number>()]))
    network.onHeal(() => of.forEach((notes) => of.forEach((others) => others.forEach((note) => notes.add(note)))))
    const lane: ProfileLane = { id: 'memory', title: 'in memory', route: { '*': 'any' }, atomic: false, settings: {} }
    const profile: Profile = { id: 'memory', title: 'in memory', serverSettings: {}, lanes: {}, settle: { ms: 300, why: 'memory' }, expected: {} }
    const base = memoryStore(network, majority(network), profile)
    const store: Store<MemorySession & PostgresSession> = {
      ...base,
      open(cluster, home, node, options) {
        const client = base.open(cluster, home, node, options)
        const notes = sessionAt(network, node, (each) => of.get(each)!)
        return { ...client, acquire: async () => ({ session: { ...(await client.acquire()).session, ...notes }, release: () => undefined }) }
      },
    }
    const register = { ...WORKLOADS.find(({ name }) => name === 'register')!, stores: { memory: memoryWorkload('register') } }
    const own = { ...workload, stores: { memory: workload.stores.postgres! } }
    const plan = { id: 'template', profile, shape: shapeNamed('leader-alone'), seed: 3, lanes: [register, own].map((each) => ({ workload: each, profile: lane })), options: OPTIONS }
    const engine = { name: 'memory', version: '1', origin: 'this process', sha256: null, paths: {} }
    const record = await new Trial(plan, { store: store as Store<unknown>, cluster: memoryCluster(NODES), links: network.links, engine, folder, prefix: 't1', emit: () => undefined, stop: new AbortController().signal }).run()
    expect(record.stopped).toBeUndefined()
    const recorded = record.lanes.find((each) => each.workload === workload.name)!
    const { events } = await readHistory(join(folder, recorded.history))
    return workload.checks.map((check) => check({ operations: pairEvents(events), lane: recorded, trial: record, budgetMs: 10_000 }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the workload of the template, on a store in memory', () => {
  it('is valid where every node reads the same notes', async () => {
    const [found] = await checksOf(true)
    expect(found).toMatchObject({ valid: true, witness: null, details: { missing: 0, added: expect.any(Number), reads: expect.any(Number) } })
    expect(found!.details['added']).toBeGreaterThan(20)
  })

  it('is not where a node that is cut off reads its own', async () => {
    const [found] = await checksOf(false)
    expect(found).toMatchObject({ valid: false, counts: 'impact' })
    const [add, read] = found!.witness!.operations
    expect(add!.ret).toBeLessThan(read!.call)
    expect(read!.result).not.toContain(add!.value)
  })
})
