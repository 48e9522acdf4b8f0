import type { Check, Completion, Operation, PostgresSession, StoreWorkload, Workload } from 'capcheck'

// Types only: this file is loaded as it is, wherever it lies, and finds nothing but what Node itself has.

/**
 * How PostgreSQL carries it out. Throw whatever the driver throws: capcheck knows which errors mean "it did not happen"
 * (fail) and which "nobody knows" (info). `prefix` is the trial's own, so that trials never see each other's tables.
 */
const postgres: StoreWorkload<PostgresSession> = {
  /** Runs once, at the leader, before any load. */
  async setup(session, { prefix }) {
    await session.query(`create table ${prefix}_notes (note bigint primary key)`)
  },

  /** One operation of a client that lives beside one node. */
  async run(session, op, { prefix, reads }): Promise<Completion> {
    if (op.f === 'add') {
      await session.query(`insert into ${prefix}_notes values ($1)`, [op.value])
      return { type: 'ok', value: null }
    }
    const { rows } = await session.query(`select array(select note from ${prefix}_notes order by note) as notes, pg_is_in_recovery() as standby`)
    const [{ notes, standby } = { notes: [], standby: false }] = rows
    // Configurations that read at the primary only: a client turns away from a standby, as libpq can be told to.
    if (standby === true && reads === 'primary only') return { type: 'fail', error: { code: 'not-primary', message: 'the node is a standby' } }
    return { type: 'ok', value: (notes as string[]).map(Number) }
  },
}

/** An acknowledged note must be in every read that was called after its acknowledgement. */
const notMissing: Check = ({ operations }) => {
  const added = operations.filter(({ f, type }) => f === 'add' && type === 'ok')
  const reads = operations.filter(({ f, type }) => f === 'read' && type === 'ok')
  let missing = 0
  let first: readonly Operation[] | null = null
  for (const read of reads) {
    const seen = new Set(read.result as number[])
    for (const add of added) {
      if (add.ret >= read.call || seen.has(add.value as number)) continue
      missing++
      first ??= [add, read]
    }
  }
  return {
    check: 'no note is missing',
    valid: missing === 0,
    summary: missing === 0 ? `${reads.length} reads, each with all notes that had been acknowledged.` : `${missing} times a read lacked a note that had been acknowledged before it.`,
    // The fewest operations that contradict each other, for the reader of the report.
    witness: first === null ? null : { explanation: ['The note was acknowledged before the read was called, and the read lacks it.'], operations: first, confirmed: true },
    // "impact" is shown beside the verdict. "linearizability" decides it: only for what no linearizable store can do.
    counts: 'impact',
    details: { added: added.length, reads: reads.length, missing },
  }
}

const workload: Workload = {
  name: 'NAME',
  title: 'notes that are added one by one and read all together',
  // `unique` is a number that no other operation gets; `random` draws the same for the same --seed. Use nothing else here.
  kinds: [
    { f: 'add', effect: 'write', next: ({ unique }) => ({ f: 'add', value: unique }) },
    { f: 'read', effect: 'read', next: () => ({ f: 'read', value: null }) },
  ],
  // Whatever checks, setup and readers of the report must know.
  facts: {},
  // Asked at every node after the network is whole again, until two rounds agree.
  final: [{ f: 'read', value: null }],
  stores: { postgres },
  checks: [notMissing],
}

export default workload
