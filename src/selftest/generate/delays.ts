import type { DelaysRecord } from '../../core/delays.ts'
import type { Operation } from '../../core/event.ts'
import { linkName } from '../../core/ids.ts'
import type { LaneInfo } from '../../core/trial.ts'
import { allLinks } from '../../verdict/cut-is-real.ts'
import { laneWith, NODES, numbered, sketched } from './operation.ts'

const MS = 1e6
const DELAYS_MS = [0, 10, 20, 40]
const VISIT_MS = 5000
/** Operations of one visit; each delay is visited twice. */
export const PER_VISIT = 5

export const DELAY_LANE: LaneInfo = { ...laneWith(), kinds: [{ f: 'write', effect: 'write' }] }

/** An experiment with slow links that went well: every probe waited as long as its link was slow. */
export const DELAYS: DelaysRecord = {
  schemaVersion: 1,
  store: 'selftest',
  config: 'selftest',
  seed: 0,
  nodes: NODES,
  leader: 'n1',
  options: { delaysMs: DELAYS_MS, warmUpMs: 0, visitMs: VISIT_MS, everyMs: 1000, deadlineMs: 1500 },
  visits: [...DELAYS_MS, ...DELAYS_MS.toReversed()].map((delayMs, i) => ({ delayMs, from: i * VISIT_MS * MS, to: (i + 1) * VISIT_MS * MS })),
  probes: [...DELAYS_MS, ...DELAYS_MS.toReversed()].flatMap((delayMs, i) =>
    allLinks(NODES).map((link) => ({ link: linkName(link), time: i * VISIT_MS * MS + 1, state: 'open', expected: 'open', phase: 'before', waitedMs: 2 * delayMs }) as const),
  ),
  views: NODES.map((node) => ({ node, role: node === 'n1' ? 'leader' : 'follower', time: 1, phase: 'before', alive: true, reachable: [], detail: null })),
  pins: [],
  faults: [],
  lanes: [DELAY_LANE],
  serverSettings: {},
}

/** Writes at the client's own node, with the milliseconds that `latency` gives for a delay and the place within the visit. */
export function writesThatTake(latency: (delayMs: number, place: number) => number): Operation[] {
  const own = DELAYS.visits.flatMap(({ delayMs, from }) =>
    Array.from({ length: PER_VISIT }, (_, place) => {
      const call = from + (place + 1) * 500 * MS
      return sketched({ f: 'write', key: 'k', value: 1, phase: 'before', call, ret: call + latency(delayMs, place) * MS })
    }),
  )
  return numbered(own)
}
