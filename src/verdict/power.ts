import type { Operation } from '../core/event.ts'
import type { LaneInfo } from '../core/trial.ts'
import type { Evidence, LaneHistory } from './evidence.ts'
import type { Finding } from './preconditions.ts'

/** Acknowledged changes of one side that must be followed by reads on the other, when that side acknowledges at all. */
export const FOLLOWED = 20

/**
 * Precondition 6 of CAP definition 4.2: enough was tried in steady. Every kind of this lane and of the register lane
 * was attempted `trial.minAttempts` times on each side; and, unless nobody could write, at least `FOLLOWED` changes
 * acknowledged on one side were followed by reads of the same object attempted on another, since a contradiction
 * needs both; and some object was contended, that is, changes of it were attempted on more than one side. Where a fault leaves
 * all nodes in one group there is no other side. Attempts that the end of steady cut short do not count.
 */
export function power({ trial, cells, histories }: Evidence): Finding {
  const steady = cells.filter(({ phase }) => phase === 'steady')
  if (steady.length === 0) return { ok: false, detail: 'nothing was attempted in steady' }
  const groups = [...Map.groupBy(steady, ({ workload, side, f }) => `${workload} ${f} on side ${side}`)]
  const counts = groups.map(([name, group]) => ({ name, attempts: group.reduce((sum, { attempts }) => sum + attempts, 0) }))
  const short = counts.filter(({ attempts }) => attempts < trial.minAttempts)
  if (short.length > 0) {
    const list = short.map(({ name, attempts }) => `${attempts} ${name}`).join(', ')
    return { ok: false, detail: `fewer than ${trial.minAttempts} attempts in steady: ${list}` }
  }
  const followed = histories.map((history) => followedChanges(history, trial.phases.heal ?? Infinity))
  const acknowledged = followed.reduce((sum, one) => sum + one.acknowledged, 0)
  const most = Math.max(...followed.map((one) => one.followed))
  const several = Object.keys(trial.sides).length > 1
  if (acknowledged > 0 && most < FOLLOWED && several) {
    return { ok: false, detail: `only ${most} acknowledged changes of one side were followed by a read on the other; ${FOLLOWED} needed` }
  }
  const contended = Math.max(...histories.map(contendedObjects))
  if (contended === 0 && several) return { ok: false, detail: 'no object was changed from more than one side, so nothing was contended' }
  const least = Math.min(...counts.map(({ attempts }) => attempts))
  const contact = acknowledged === 0 ? 'nobody could write' : `${most} acknowledged changes were followed by reads on the other side`
  return { ok: true, detail: `at least ${least} attempts of every kind on each side in steady (${trial.minAttempts} needed); ${contact}; objects contended by both sides: ${contended}` }
}

/** Objects that changes were attempted of on more than one side in steady, whatever came of them. */
function contendedObjects({ lane, operations }: LaneHistory): number {
  const changes = operations.filter(({ f, phase }) => phase === 'steady' && !isRead(lane, f))
  const objects = Map.groupBy(changes, ({ key }) => key ?? '')
  return [...objects.values()].filter((group) => new Set(group.map(({ side }) => side)).size > 1).length
}

/** Changes acknowledged in steady, and the most on one side that a read on another side came after. */
function followedChanges({ lane, operations }: LaneHistory, healed: number): { readonly acknowledged: number; readonly followed: number } {
  const steady = operations.filter(({ phase }) => phase === 'steady')
  const reads = steady.filter(({ f }) => isRead(lane, f))
  // A write that hung through steady and was released by the heal is no sign that anybody could write during the cut.
  const changes = steady.filter(({ f, type, ret }) => type === 'ok' && ret <= healed && !isRead(lane, f))
  // Per object and side, the last call of a read: whatever was acknowledged before it was followed by it.
  const lastRead = new Map<string, Map<string, number>>()
  for (const { key, side, call } of reads) {
    const sides = lastRead.get(key ?? '') ?? new Map<string, number>()
    lastRead.set(key ?? '', sides.set(side, Math.max(call, sides.get(side) ?? -Infinity)))
  }
  const followed = changes.filter((change) => readElsewhere(change, lastRead.get(change.key ?? '')))
  const bySide = [...Map.groupBy(followed, ({ side }) => side).values()].map((group) => group.length)
  return { acknowledged: changes.length, followed: Math.max(0, ...bySide) }
}

function readElsewhere({ side, ret }: Operation, lastRead: ReadonlyMap<string, number> | undefined): boolean {
  return [...(lastRead ?? [])].some(([other, call]) => other !== side && call > ret)
}

function isRead(lane: LaneInfo, f: string): boolean {
  return lane.kinds.find((kind) => kind.f === f)?.effect === 'read'
}
