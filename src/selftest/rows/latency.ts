import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NodeId } from '../../core/ids.ts'
import type { Profile, ProfileLane } from '../../core/profile.ts'
import { shapeNamed } from '../../faults/shapes.ts'
import { pairEvents } from '../../history/pairing.ts'
import { readHistory } from '../../history/reader.ts'
import { Delays } from '../../run/delays.ts'
import { DEFAULT_OPTIONS } from '../../run/plan.ts'
import { judgeDelays, type ElseLetter, type PacelcLane } from '../../verdict/pacelc.ts'
import { register } from '../../../workloads/register/workload.ts'
import { distant } from '../broken-stores/databases.ts'
import { MemoryNetwork } from '../broken-stores/network.ts'
import { memoryCluster, memoryStore, memoryWorkload } from '../broken-stores/store.ts'
import type { Figures, Row } from '../row.ts'

const NODES: readonly NodeId[] = ['n1', 'n2', 'n3']
const OPTIONS = { delaysMs: [0, 20, 40], warmUpMs: 200, visitMs: 800, everyMs: 20 }

/** Trips between nodes that each kind takes, and what must be said of it. */
const KINDS: { readonly [f: string]: readonly [trips: number, letter: ElseLetter] } = { read: [0, 'EL'], write: [2, 'EC'], cas: [1, 'unclear'] }

/** The whole way from slow links to letters, on a store in memory whose kinds take none, one and half a round trip. */
export const latencyRows: readonly Row[] = [
  {
    id: 'end-to-end/pacelc',
    kind: 'end-to-end',
    bug: 'latency against the delay between nodes: read local EL, write one round trip EC, cas one way unclear',
    checkers: ['verdict'],
    run: async ({ seed }): Promise<Figures> => {
      const { letter, kinds } = await measured(seed)
      const wrong = kinds.filter((kind) => kind.letter !== KINDS[kind.f]![1]).map(({ f, reason, letter: got }) => `${f} is ${got}: ${reason}`)
      if (letter !== 'EC') wrong.push(`the configuration is ${letter}`)
      const good = wrong.length === 0
      return { histories: 1, caught: good ? 1 : 0, missed: good ? 0 : 1, falseAlarms: 0, passed: 0, problem: good ? null : `seed ${seed}: ${wrong.join('\n  ')}` }
    },
  },
]

async function measured(seed: number): Promise<PacelcLane> {
  const folder = mkdtempSync(join(tmpdir(), 'capcheck-selftest-'))
  try {
    const network = new MemoryNetwork(NODES)
    const lane: ProfileLane = { id: 'memory', title: 'store in memory', route: { '*': 'any' }, atomic: true, settings: {} }
    const profile: Profile = { id: 'memory', title: 'store in memory', serverSettings: {}, lanes: {}, settle: { ms: 0, why: '' }, expected: {} }
    const store = memoryStore(network, distant(network, Object.fromEntries(Object.entries(KINDS).map(([f, [trips]]) => [f, trips]))), profile)
    const workload = { ...register, stores: { memory: memoryWorkload('register') } }
    const plan = { id: 'pacelc', profile, shape: shapeNamed('leader-alone'), seed, lanes: [{ workload, profile: lane }], options: DEFAULT_OPTIONS }
    const context = { store, cluster: memoryCluster(NODES), links: network.links, folder, prefix: 'd1', emit: () => undefined, stop: new AbortController().signal }
    const record = await new Delays(plan, context, OPTIONS).run()
    const file = join(folder, record.lanes[0]!.history)
    const { events } = await readHistory(file)
    return judgeDelays(record, record.lanes[0]!, pairEvents(events, file))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
