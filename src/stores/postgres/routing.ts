import type { Completion } from '../../core/op.ts'
import type { LaneSettings } from '../../core/workload.ts'

/**
 * A client that reads at the primary only turns away from a standby, as libpq does with `target_session_attrs=primary`.
 * The role is asked in the same statement as the data, so that it cannot change in between.
 *
 * @param row a row with a column `standby`
 */
export function refusedByStandby(row: { standby?: boolean } | undefined, settings: LaneSettings): Completion | null {
  if (settings.reads !== 'primary only' || row?.standby !== true) return null
  return { type: 'fail', error: { code: 'not-primary', message: 'the node is a standby, and this configuration reads at the primary only' } }
}
