import type { Available } from './scope.ts'
import type { Label } from './verdict.ts'

export interface Facts {
  /** All preconditions of CAP definition 4.2 hold. */
  readonly sound: boolean
  /** The fault was one: all messages between two groups were lost. Only of that does the theorem speak. */
  readonly partition: boolean
  /** `none`; `witness`: with a minimal, confirmed witness; `unproved`: some check failed without one. */
  readonly violation: 'none' | 'witness' | 'unproved'
  readonly available: Available
}

/** The table of CAP definition 4.4: one label from what was observed. */
export function classify({ sound, partition, violation, available }: Facts): Label {
  if (!sound || !partition || violation === 'unproved' || available === 'partly') return 'inconclusive'
  if (violation === 'witness') return available ? 'AP' : 'neither'
  // Everything answered and nothing contradicted cannot be under a real cut: the theorem forbids it.
  return available ? 'inconclusive' : 'CP'
}
