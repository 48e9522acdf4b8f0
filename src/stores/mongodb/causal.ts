import { type ClientSession, type Collection, MongoClient } from 'mongodb'
import type { NodeId } from '../../core/ids.ts'
import type { ActionResult, Cluster } from '../../core/store.ts'
import { readOptions } from './concerns.ts'
import { memberNode } from './members.ts'
import { ask } from './wire.ts'

/** What a causal session takes along when it goes on at another node: what it has written, and how far it has seen. */
interface Memory {
  readonly ids: readonly string[]
  readonly operationTime: ClientSession['operationTime']
  readonly clusterTime: ClientSession['clusterTime']
}

interface Note {
  readonly _id: string
}

/** Documents of one session: each costs two commands. */
const WRITES = 5
const TIMEOUT_MS = 2000
const WEAK = { readConcern: 'local', readPreference: 'primary', prefix: '' }

const memories = new WeakMap<Cluster, Memory>()

/**
 * A client beside n1 writes some documents in a causally consistent session, at `w: 1`, to n1 itself, and reads each of them
 * back in the same session, read concern `local`.
 */
export async function causalWrites(cluster: Cluster): Promise<ActionResult> {
  const first = cluster.nodes[0]!
  const ids = Array.from({ length: WRITES }, (_, index) => `${Date.now()}-${index}`)
  return inSession(cluster, first, first, async (notes, session) => {
    for (const _id of ids) await notes.insertOne({ _id }, { session, writeConcern: { w: 1 } })
    const readBack = await found(notes, session, ids)
    memories.set(cluster, { ids, operationTime: session.operationTime, clusterTime: session.clusterTime })
    return { what: `a causal session at ${first} wrote ${WRITES} documents and read ${readBack} of them`, detail: { node: first, written: WRITES, readBack } }
  })
}

/** The same session goes on at the member that n1 now sees as primary, and reads what it had written and read. */
export async function causalReads(cluster: Cluster): Promise<ActionResult> {
  const home = cluster.nodes[0]!
  const memory = memories.get(cluster)
  if (memory === undefined) throw new Error('no causal session has written anything')
  const leader = memberNode((await ask(cluster.direct(home), { hello: 1 }, TIMEOUT_MS)).primary as string | undefined)
  if (leader === null) throw new Error(`${home} sees no primary`)
  return inSession(cluster, home, leader, async (notes, session) => {
    // As the drivers' specification lets an application hand a session on.
    session.advanceClusterTime(memory.clusterTime!)
    session.advanceOperationTime(memory.operationTime!)
    const missing = memory.ids.length - (await found(notes, session, memory.ids))
    return { what: `the causal session misses ${missing} of ${memory.ids.length} documents at ${leader}`, detail: { node: leader, asked: memory.ids.length, missing } }
  })
}

async function found(notes: Collection<Note>, session: ClientSession, ids: readonly string[]): Promise<number> {
  let count = 0
  for (const _id of ids) if ((await notes.findOne({ _id }, { session, ...readOptions(WEAK) })) !== null) count++
  return count
}

async function inSession<T>(cluster: Cluster, home: NodeId, node: NodeId, work: (notes: Collection<Note>, session: ClientSession) => Promise<T>): Promise<T> {
  const { host, port } = cluster.dial(home, node)
  const options = { directConnection: true, retryWrites: false, retryReads: false, maxAdaptiveRetries: 0, serverSelectionTimeoutMS: TIMEOUT_MS, socketTimeoutMS: TIMEOUT_MS }
  const client = new MongoClient(`mongodb://${host}:${port}/`, options)
  try {
    return await work(client.db('capcheck').collection<Note>('causal_notes'), client.startSession({ causalConsistency: true }))
  } finally {
    void client.close(true).catch(() => undefined)
  }
}
