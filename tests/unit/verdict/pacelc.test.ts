import { describe, expect, it } from 'vitest'
import { allLinks } from '../../../src/clusters/links.ts'
import type { DelaysRecord } from '../../../src/core/delays.ts'
import type { Operation } from '../../../src/core/event.ts'
import { linkName, type NodeId } from '../../../src/core/ids.ts'
import { random } from '../../../src/core/random.ts'
import type { LaneInfo, ViewRecord } from '../../../src/core/trial.ts'
import { judgeDelays } from '../../../src/verdict/pacelc.ts'

const NODES: readonly NodeId[] = ['n1', 'n2', 'n3']
const DELAYS = [0, 10, 20, 40]
const MS = 1e6
/** Nanoseconds of one stretch of time. */
const VISIT = 5000 * MS

const lane = { workload: 'register', kinds: [{ f: 'read', effect: 'read' }, { f: 'write', effect: 'write' }] } as unknown as LaneInfo

function record(more: Partial<DelaysRecord> = {}): DelaysRecord {
  const visits = [...DELAYS, ...DELAYS.toReversed()].map((delayMs, index) => ({ delayMs, from: index * VISIT, to: (index + 1) * VISIT }))
  const probes = visits.flatMap(({ delayMs, from }) => allLinks(NODES).map((link) => ({ link: linkName(link), time: from + 1, state: 'open', expected: 'open', phase: 'before', waitedMs: 2 * delayMs }) as const))
  const views = NODES.map((node) => view(node, node === 'n1' ? 'leader' : 'follower'))
  const options = { delaysMs: DELAYS, warmUpMs: 0, visitMs: 5000, everyMs: 50, deadlineMs: 1500 }
  return { schemaVersion: 1, store: 'postgres', config: 'PG-5', seed: 1, nodes: NODES, leader: 'n1', options, visits, probes, views, pins: [], faults: [], lanes: [lane], serverSettings: {}, ...more }
}

function view(node: NodeId, role: string): ViewRecord {
  return { node, role, time: 1, phase: 'before', alive: true, reachable: [], detail: null }
}

/** Operations of one kind, `count` at each visit, that take what `latency` says, in milliseconds. */
function sent(f: string, latency: (delayMs: number) => number, count = 10, more: Partial<Operation> = {}): Operation[] {
  const dice = random(3).fork(f)
  return record().visits.flatMap(({ delayMs, from }) =>
    Array.from({ length: count }, (_, index): Operation => {
      const call = from + (index + 1) * 100 * MS
      const end = call + (latency(delayMs) + dice.below(1000) / 500) * MS
      return { index, process: 0, f, key: 'k1', value: 1, type: 'ok', call, ret: end, end, home: 'n1', node: 'n1', side: 'all', phase: 'before', ...more }
    }),
  )
}

const local = () => 3
const roundTrips = (count: number) => (delayMs: number) => 3 + 2 * count * delayMs

describe('the letter of a kind', () => {
  const kind = (operations: readonly Operation[], of = record()) => judgeDelays(of, lane, operations).kinds.find(({ f }) => f === 'write')!

  it('is EL when latency does not grow with the delay', () => {
    expect(kind(sent('write', local))).toMatchObject({ letter: 'EL', roundTrips: { slope: 0 }, homes: ['n1'] })
  })

  it.each([1, 2, 3])('is EC when latency grows by %d round trips', (count) => {
    const found = kind(sent('write', roundTrips(count)))
    expect(found).toMatchObject({ letter: 'EC', levels: [{ delayMs: 0 }, { delayMs: 10 }, { delayMs: 20 }, { delayMs: 40, samples: 20, attempts: 20, unanswered: 0 }] })
    expect(found.roundTrips!.slope).toBeCloseTo(count, 1)
  })

  it('is unclear between the two', () => {
    expect(kind(sent('write', roundTrips(0.5)))).toMatchObject({ letter: 'unclear', reason: expect.stringMatching(/^neither near 0 nor at least one round trip/) })
  })

  it('is unclear when latency falls as the delay grows', () => {
    expect(kind(sent('write', (delayMs) => 100 - delayMs)).letter).toBe('unclear')
  })

  it('is unclear when the medians lie on no line', () => {
    expect(kind(sent('write', (delayMs) => (delayMs < 20 ? 3 : 200)))).toMatchObject({ letter: 'unclear', reason: expect.stringMatching(/^not a straight line/) })
  })

  it('is EC where some operations wait for one and some for two round trips, though the medians lie on no line', () => {
    const latency: { [delayMs: number]: number } = { 0: 14, 10: 44, 20: 60, 40: 200 }
    expect(kind(sent('write', (delayMs) => latency[delayMs]!))).toMatchObject({ letter: 'EC' })
  })

  it('is unclear with too few samples', () => {
    expect(kind(sent('write', local, 3))).toMatchObject({ letter: 'unclear', reason: 'too few samples: 6 at 0 ms, 8 are needed' })
    expect(kind([])).toMatchObject({ letter: 'unclear', roundTrips: null, homes: [] })
  })

  it('is unclear when more than a tenth was not answered, since those that took longest are missing', () => {
    const lost = sent('write', local, 3, { type: 'info', ret: Infinity, error: { code: 'deadline', message: '' } })
    expect(kind([...sent('write', local), ...lost])).toMatchObject({ letter: 'unclear', reason: '6 of 26 were not answered at 0 ms' })
  })

  it('leaves out operations that the client sent through a link, and those whose condition did not hold', () => {
    const distant = sent('write', roundTrips(1), 10, { home: 'n2', node: 'n1' })
    const mismatched = sent('write', roundTrips(1), 10, { type: 'fail', error: { code: 'cas-mismatch', message: '' } })
    expect(kind([...sent('write', local), ...distant, ...mismatched])).toMatchObject({ letter: 'EL', homes: ['n1'], levels: [{ samples: 20, attempts: 40, unanswered: 0 }, {}, {}, {}] })
  })

  it('says when the slowest waited for other nodes though the middle one did not', () => {
    const rare = sent('write', roundTrips(1), 1)
    expect(kind([...sent('write', local), ...rare])).toMatchObject({ letter: 'EL', reason: expect.stringMatching(/but the p99 grew by \d/) })
  })
})

describe('the letter of a configuration', () => {
  const judge = (read: (delayMs: number) => number, write: (delayMs: number) => number, of: Partial<DelaysRecord> = {}) => judgeDelays(record(of), lane, [...sent('read', read), ...sent('write', write)])

  it('is EC when any kind is, and says which', () => {
    expect(judge(local, roundTrips(1))).toMatchObject({ letter: 'EC', reason: 'write EC; read EL' })
    expect(judge(roundTrips(0.5), roundTrips(1))).toMatchObject({ letter: 'EC', reason: 'write EC; read unclear' })
  })

  it('is EL only when all are', () => {
    expect(judge(local, local)).toMatchObject({ letter: 'EL', reason: 'read, write EL' })
    expect(judge(roundTrips(0.5), local)).toMatchObject({ letter: 'unclear', reason: expect.stringMatching(/^write EL; read unclear \(read: neither near 0/) })
  })

  it.each<[string, Partial<DelaysRecord>, string | RegExp]>([
    ['a role changed', { views: [...record().views, view('n1', 'follower')] }, 'a role changed: n1 was leader, then follower'],
    ['a node never said its role', { views: record().views.slice(1) }, 'n1 never said which role it had'],
    ['a link was not slow', { probes: record().probes.map((probe) => (probe.link === 'n2->n3' ? { ...probe, waitedMs: 1 } : probe)) }, 'n2->n3 was not slow: a probe had its answer after 1 ms at a delay of 10 ms'],
    ['a link was not probed', { probes: record().probes.filter(({ link }) => link !== 'n1->n3') }, 'n1->n3 was not probed while its delay was 0 ms'],
    ['a client went to another node', { pins: [{ home: 'n1', node: 'n1', reported: 'n2', proved: false }] }, 'a client for n1 was answered by n2'],
    ['it was stopped', { stopped: { reason: 'interrupted', message: 'stopped by the user' } }, 'not measured to the end: stopped by the user'],
    ['it was killed', { visits: record().visits.slice(0, 5) }, 'not measured to the end: 5 of 8 stretches of time'],
  ])('is unclear, whatever the slopes are, when %s', (_what, more, reason) => {
    const { letter, reason: said, kinds } = judge(local, roundTrips(1), more)
    expect({ letter, said }).toEqual({ letter: 'unclear', said: reason })
    expect(kinds.map((kind) => kind.letter)).toEqual(['unclear', 'unclear'])
  })
})
