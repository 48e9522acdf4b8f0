import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runProgress } from '../../../../src/cli/progress/run-progress.ts'
import { TimeLeft, timeLeftText } from '../../../../src/cli/progress/time-left.ts'
import { select } from '../../../../src/pipeline/select.ts'
import { DEFAULT_OPTIONS } from '../../../../src/run/plan.ts'
import type { RunEvent } from '../../../../src/run/events.ts'

const selections = await select({ stores: ['postgres', 'mongodb'], profiles: [], workloads: [], shapes: [], seed: 1, options: DEFAULT_OPTIONS })
const [FIRST, SECOND] = ['postgres-PG-5-leader-alone', 'postgres-PG-2-leader-alone']

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }))
afterEach(() => vi.useRealTimers())

const at = { store: 'postgres', trial: FIRST } as const
const answers = (answered: number): RunEvent => ({
  ...{ type: 'availability', ...at, phase: 'steady' },
  sides: [
    { side: 'minority', nodes: ['n1'], reads: { ended: 20, answered: 20 }, changes: { ended: 14, answered } },
    { side: 'majority', nodes: ['n2', 'n3'], reads: { ended: 19, answered: 19 }, changes: { ended: 18, answered: 18 } },
  ],
})

describe('on a terminal', () => {
  it('the live lines are the phase, both sides in the last second, and the time left', () => {
    const lines: string[] = []
    let live: readonly string[] = []
    const progress = runProgress({ out: () => undefined, err: (line) => void lines.push(line), isTTY: true, env: {}, live: (now) => (live = now) }, selections)
    progress.onEvent({ type: 'phase', ...at, phase: 'steady', plannedMs: 10_000 })
    progress.onEvent(answers(3))
    vi.advanceTimersByTime(5000)
    expect(live[0]).toMatch(/^postgres-PG-5-leader-alone: steady \[##########----------\] 5 s, trial 1 of 4, about \d:\d\d left$/)
    expect(live.slice(1)).toEqual(['  minority n1: 20 of 20 reads, 3 of 14 changes answered in the last second', '  majority n2, n3: 19 of 19 reads, 18 of 18 changes answered in the last second'])
    progress.onEvent(answers(0))
    progress.onEvent({ type: 'phase', ...at, phase: 'heal', plannedMs: null })
    expect(lines).toContain(' 0:05  postgres-PG-5-leader-alone: steady: minority n1: 40 of 40 reads, 3 of 28 changes answered')
    vi.advanceTimersByTime(250)
    expect(live).toHaveLength(1)
    progress.close()
    expect(live).toEqual([])
  })
})

describe('trials that follow', () => {
  it('count, and take time', () => {
    const lines: string[] = []
    let live: readonly string[] = []
    const progress = runProgress({ out: () => undefined, err: (line) => void lines.push(line), isTTY: true, env: {}, live: (now) => (live = now) }, selections.slice(0, 1))
    const time = new TimeLeft(selections.slice(0, 1), 0)
    const before = time.left(0)
    time.more(selections.slice(1))
    expect(time.left(0)).toBe(new TimeLeft(selections, 0).left(0))
    expect(time.left(0)).toBeGreaterThan(before)
    expect(progress.more(selections.slice(1))).toEqual(selections.slice(1))
    vi.advanceTimersByTime(250)
    expect(live[0]).toContain('trial 1 of 4')
    expect(lines).toEqual([' 0:00  2 trials will be repeated with longer phases'])
    progress.more([])
    expect(lines).toHaveLength(1)
    progress.close()
  })
})

describe('off a terminal', () => {
  it('there are plain lines: one a phase, and a heartbeat with what both sides have answered in it', () => {
    const lines: string[] = []
    const progress = runProgress({ out: () => undefined, err: (line) => void lines.push(line), isTTY: false, env: {} }, selections)
    progress.onEvent({ type: 'phase', ...at, phase: 'steady', plannedMs: 20_000 })
    progress.onEvent(answers(1))
    progress.onEvent(answers(2))
    vi.advanceTimersByTime(10_000)
    expect(lines).toEqual([
      ' 0:00  postgres-PG-5-leader-alone: steady (20.0 s)',
      expect.stringMatching(/^ 0:10 {2}postgres-PG-5-leader-alone: steady \[#{10}-{10}\] 10 s, trial 1 of 4, about .* left; minority n1: 40 of 40 reads, 3 of 28 changes answered; majority n2, n3: 38 of 38 reads/),
    ])
    for (const line of lines) expect(line).not.toContain('\u001B')
    progress.close()
    vi.advanceTimersByTime(60_000)
    expect(lines).toHaveLength(2)
  })
})

describe('the time left', () => {
  it('shrinks with the time that passes, and never below nothing', () => {
    const time = new TimeLeft(selections, 0)
    const whole = time.left(0)
    expect(whole).toBeGreaterThan(60_000)
    expect(time.left(5000)).toBe(whole - 5000)
    for (const { store, trials } of selections) for (const { profile, shape } of trials) time.ended(`${store.id}-${profile}-${shape}`, 5000)
    expect(time.left(5000)).toBeGreaterThan(0)
    expect(time.left(1e9)).toBe(0)
  })

  it('learns from a trial that took longer than planned', () => {
    const [punctual, slow] = [new TimeLeft(selections, 0), new TimeLeft(selections, 0)]
    punctual.ended(FIRST, 30_000)
    slow.ended(FIRST, 120_000)
    expect(slow.left(120_000)).toBeGreaterThan(punctual.left(30_000) + 20_000)
  })

  it('leaves out the trials of a store that will not come any more', () => {
    const time = new TimeLeft(selections, 0)
    time.at('postgres', 0)
    const before = time.left(1000)
    time.at('mongodb', 1000)
    const after = time.left(1000)
    expect(after).toBeLessThan(before - 40_000)
    time.ended(SECOND, 2000)
    time.at('postgres', 2000)
    expect(time.left(1000)).toBe(after)
  })

  it.each([
    [0, ''],
    [1, 'about 5 s left'],
    [55_001, 'about 1:00 left'],
    [124_000, 'about 2:05 left'],
  ])('of %d ms is said as "%s"', (ms, text) => expect(timeLeftText(ms)).toBe(text))
})
