import { groupByKey } from '../../src/checker/linearizability/columns.ts'
import type { RegisterColumns, Rows } from '../../src/checker/linearizability/columns.ts'
import { checkColumns } from '../../src/checker/linearizability/registers.ts'
import { generate } from './generate.ts'
import type { Spec } from './generate.ts'
import { toRows } from './to-rows.ts'

/** Figures of one history, taken in a process of its own. */
export interface Measured {
  readonly verdict: boolean | 'unknown'
  readonly coldMs: number
  readonly warmMs: number
  /** Processor time of a warm check on average, collector and compiler included. */
  readonly cpuMs: number
  readonly runs: number
  /** Peak of resident memory, and how much of it came on top of the loaded history. */
  readonly peakMb: number
  readonly addedMb: number
  readonly algorithms: { readonly [name: string]: number }
}

const CAP_MS = 60_000
const LARGEST_REPEAT_MS = 8000

/** Generates a history and checks it again and again: once cold, then warm until `runs` or some seconds are over. */
export function measure(spec: Spec, runs: number, now: () => number, cpuMs: () => number, memoryMb: () => { resident: number; peak: number }): Measured {
  const rows = toRows(generate(spec))
  const keys = Array.from({ length: spec.keys }, (_, key) => String(key))
  const initial = new Int32Array(spec.keys)
  const values = largest(rows) + 1
  const loaded = memoryMb().resident
  const check = () => checkOnce(() => groupByKey(rows, keys, initial, values), now)
  const first = check()
  const warm: number[] = []
  const began = now()
  const cpuBegan = cpuMs()
  while (warm.length < runs && now() - began < LARGEST_REPEAT_MS) warm.push(check().ms)
  const cpu = (cpuMs() - cpuBegan) / warm.length
  warm.sort((a, b) => a - b)
  const { peak } = memoryMb()
  return {
    verdict: first.verdict,
    coldMs: first.ms,
    warmMs: warm[warm.length >> 1] ?? first.ms,
    cpuMs: cpu,
    runs: warm.length,
    peakMb: peak,
    addedMb: Math.max(0, peak - loaded),
    algorithms: first.algorithms,
  }
}

/** Grouping by key is part of the time: Porcupine's partitioning is, too. */
function checkOnce(columns: () => RegisterColumns, now: () => number) {
  const began = now()
  const answers = checkColumns(columns(), { now, deadline: began + CAP_MS, maxBytes: 2 ** 30 })
  const ms = now() - began
  const algorithms: { [name: string]: number } = {}
  for (const { algorithm } of answers) algorithms[algorithm] = (algorithms[algorithm] ?? 0) + 1
  const bad = answers.some(({ valid }) => valid === false)
  return { ms, verdict: bad ? false : answers.some(({ valid }) => valid === 'unknown') ? ('unknown' as const) : true, algorithms }
}

function largest(rows: Rows): number {
  let most = 0
  for (let i = 0; i < rows.length; i++) most = Math.max(most, rows.need[i]!, rows.next[i]!)
  return most
}
