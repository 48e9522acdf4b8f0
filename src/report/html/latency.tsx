import { PACELC_HEAD, pacelcNote, pacelcRows } from '../pacelc-words.ts'
import type { Result } from '../result.ts'
import { Table } from './parts.tsx'

/** Latency against the delay between nodes, where it was measured. */
export function Latency({ pacelc }: Pick<Result, 'pacelc'>) {
  if (pacelc === undefined) return null
  return (
    <details class="meaning">
      <summary>Latency against the delay between nodes (PACELC)</summary>
      <Table caption="Latency of each kind by delay" head={PACELC_HEAD} rows={pacelc.flatMap(pacelcRows)} />
      <p class="note">{pacelcNote(pacelc[0]!)}</p>
    </details>
  )
}
