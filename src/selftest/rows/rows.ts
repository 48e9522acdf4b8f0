import type { Row } from '../row.ts'
import { bankRows } from './bank.ts'
import { clusterRows } from './cluster.ts'
import { counterRows } from './counters.ts'
import { endToEndRows } from './end-to-end.ts'
import { latencyRows } from './latency.ts'
import { linearizabilityRows } from './linearizability.ts'
import { pacelcRows } from './pacelc.ts'
import { registerRows } from './registers.ts'
import { sessionRows } from './sessions.ts'
import { setRows } from './sets.ts'
import { transactionRows } from './transactions.ts'

/** All rows, in families that share their generators. */
export const FAMILIES = {
  linearizability: linearizabilityRows,
  registers: registerRows,
  cluster: clusterRows,
  bank: bankRows,
  counters: counterRows,
  sets: setRows,
  sessions: sessionRows,
  transactions: transactionRows,
  'end-to-end': endToEndRows,
  latency: [...latencyRows, ...pacelcRows],
} as const satisfies { readonly [family: string]: readonly Row[] }

export const ROWS: readonly Row[] = Object.values(FAMILIES).flat()
