import type { Operation } from '../core/event.ts'
import type { FaultRecord } from '../core/trial.ts'
import type { Json } from '../core/json.ts'
import type { Need } from './finding.ts'
import { detailOf, laneOf, type ObservedTrial } from './observed.ts'

/** Has it happened in this trial? */
export function happened(need: Need, observed: ObservedTrial): boolean {
  const { faults } = observed.trial
  if ('happened' in need) return faults.some((fault) => duringCut(fault) && detailOf(fault)['to'] === 'leader')
  if ('done' in need) return faults.some((fault) => wasDone(need, detailOf(fault)))
  const operations = laneOf(observed, need.of)?.judgement.operations ?? []
  if ('sentTwice' in need) return operations.filter((operation) => operation.f === need.sentTwice && wasSentTwice(operation)).length >= need.atLeast
  const acknowledged = operations.filter(({ f, type, side, phase }) => f === need.acknowledged && type === 'ok' && side === need.on && phase === need.during)
  return acknowledged.length >= (need.atLeast ?? 1)
}

/** See `sendAgain` in `src/core/blind-retry.ts`. */
function wasSentTwice({ type, result }: Operation): boolean {
  return type === 'ok' && typeof result === 'object' && result !== null && 'sent' in result
}

function wasDone({ done, figure, atLeast = 1 }: { done: string; figure?: string; atLeast?: number }, detail: { readonly [name: string]: Json }): boolean {
  if (detail['step'] !== done || detail['ok'] !== true) return false
  const value = figure === undefined ? atLeast : detail[figure]
  return typeof value === 'number' && value >= atLeast
}

function duringCut({ phase }: FaultRecord): boolean {
  return phase === 'transition' || phase === 'steady'
}
