import { describe, expect, it } from 'vitest'
import type { Operation } from '../../../../../src/core/event.ts'
import type { NodeId } from '../../../../../src/core/ids.ts'
import type { ViewRecord } from '../../../../../src/core/trial.ts'
import { ageRows } from '../../../../../src/report/html/charts/ages.ts'
import { phaseSpans, ticks, unitOf, UNITS } from '../../../../../src/report/html/charts/axis.ts'
import { binsFor } from '../../../../../src/report/html/charts/bins.ts'
import { logScale } from '../../../../../src/report/html/charts/log-scale.ts'
import { bandPath, linePath } from '../../../../../src/report/html/charts/paths.ts'
import { roleRows } from '../../../../../src/report/html/charts/roles.ts'
import { CHART, latencyCharts, rateChart } from '../../../../../src/report/html/charts/series.ts'
import { STRIP, strips } from '../../../../../src/report/html/charts/strips.ts'
import { operation } from '../../../../../src/selftest/generate/register.ts'

const SECOND = 1e9
const END = 20 * SECOND
const BINS = { width: 100e6, count: 200 }

const at = (seconds: number, more: Partial<Operation> = {}): Operation => {
  const call = seconds * SECOND
  return operation({ index: 0, f: 'read', call, ret: call + 1e6, end: call + 1e6, ...more })
}

describe('the axis', () => {
  it('knows the phases that were reached, and only those', () => {
    expect(phaseSpans({ setup: 0, before: 5, transition: 9 }, 12)).toEqual([
      { phase: 'setup', from: 0, to: 5 },
      { phase: 'before', from: 5, to: 9 },
      { phase: 'transition', from: 9, to: 12 },
    ])
  })

  it('keeps times inside the drawing and has few ticks', () => {
    expect([unitOf(-5, END), unitOf(END / 2, END), unitOf(2 * END, END)]).toEqual([0, UNITS / 2, UNITS])
    for (const seconds of [3, 20, 61, 700, 9000]) expect(ticks(seconds * SECOND).length).toBeLessThanOrEqual(13)
  })

  it('has columns of a round width, few enough for a screen, and wide enough for a thin load', () => {
    const every = (ms: number) => Array.from({ length: 50 }, (_, i) => at((i * ms) / 1000))
    expect(binsFor(END, every(50))).toEqual({ width: 100e6, count: 200 })
    expect(binsFor(END, every(350))).toEqual({ width: 500e6, count: 40 })
    expect(binsFor(END, [...every(50), ...every(150).map((each) => ({ ...each, home: 'n2' as const }))]).width).toBe(200e6)
    expect(binsFor(END, every(5000)).count).toBe(20)
    expect(binsFor(3600 * SECOND, every(50)).count).toBeLessThanOrEqual(250)
  })
})

describe('drawn lines and areas', () => {
  it('leave a gap where there is no value, and draw a lonely value as a dot', () => {
    expect(linePath([1, 2, null, 3, null], { width: 1, count: 5 }, 5)).toBe('M200 1L600 2M1400 3h0')
  })

  it('join neighbours of the same height', () => {
    expect(bandPath([[0, 5], [0, 5], null, [2, 5]], { width: 1, count: 4 }, 4)).toBe('M0 0H1000V5H0zM1500 2H2000V5H1500z')
  })
})

describe('the strips of who answered', () => {
  it('stack answered, refused and unknown, and count a decision of the store as an answer', () => {
    const half = [at(1), at(1, { type: 'fail', error: { code: 'refused', message: '' } })]
    const decided = [at(2, { type: 'fail', error: { code: 'cas-mismatch', message: '' } }), at(3, { type: 'info', ret: Infinity })]
    const [strip] = strips([...half, ...decided], BINS, END)
    expect(strip!.paths.ok).toBe(`M100 ${STRIP / 2}H110V${STRIP}H100zM200 0H210V${STRIP}H200z`)
    expect(strip!.paths.fail).toBe(`M100 0H110V${STRIP / 2}H100z`)
    expect(strip!.paths.info).toBe(`M300 0H310V${STRIP}H300z`)
  })

  it('leave out initial writes, final reads and requests without a deadline', () => {
    expect(strips([at(1, { phase: 'setup' }), at(2, { phase: 'after' }), at(3, { unbounded: true })], BINS, END)).toEqual([])
  })
})

describe('rate and latency', () => {
  it('say how many requests a second the upper edge stands for', () => {
    const chart = rateChart([at(1), at(1.01), at(1.02), at(5)], BINS, END)
    expect(chart.most).toBeCloseTo(30)
    expect(chart.paths.ok.split('L')[10]).toBe(`105 ${CHART - (CHART - 4)}`)
    expect(chart.paths.fail).toBe('')
  })

  it('draw each kind on one logarithmic scale of answers only', () => {
    const slow = at(1, { f: 'write', end: 1.1 * SECOND })
    const charts = latencyCharts([at(1), slow, at(2, { type: 'info', end: 7 * SECOND })], BINS, END)
    expect(charts.map(({ f, p50 }) => [f, p50])).toEqual([
      ['read', `M105 ${CHART}h0`],
      ['write', 'M105 0h0'],
    ])
    expect(charts[0]!.scale.decades).toEqual([1, 10, 100])
  })

  it('have no scale without a value, and one of at least a decade', () => {
    expect(logScale([], 10)).toBeNull()
    expect(logScale([5, 5], 10)!.decades).toEqual([1, 10])
    expect(logScale([0], 10)!.at(0)).toBe(10)
  })
})

describe('roles and ages', () => {
  const view = (node: NodeId, seconds: number, more: Partial<ViewRecord>): ViewRecord =>
    ({ node, time: seconds * SECOND, phase: 'steady', alive: true, reachable: [], role: 'follower', detail: null, ...more })

  it('join looks at a node that found the same, up to the next that differed', () => {
    const rows = roleRows([view('n1', 2, { role: 'leader' }), view('n1', 1, { role: 'leader' }), view('n1', 5, { alive: false }), view('n2', 1, { reachable: ['n3', 'n1'] })], END)
    expect(rows[0]!.spans).toEqual([
      { from: SECOND, to: 5 * SECOND, kind: 'leader', text: 'leader, sees nobody' },
      { from: 5 * SECOND, to: END, kind: 'silent', text: 'gave no answer' },
    ])
    expect(rows[1]!.spans[0]!.text).toBe('follower, sees n1, n3')
  })

  it('count stale reads of each node and draw a dot for each place', () => {
    const read = (seconds: number, age: number) => ({ home: 'n1' as const, time: seconds * SECOND, age })
    const [row] = ageRows([read(1, 0), read(2, 5e6), read(2, 5e6), read(3, 50e6)], END)
    expect(row).toMatchObject({ reads: 4, stale: 3, oldest: 50 })
    expect(row!.path.match(/M/g)).toHaveLength(2)
  })
})
