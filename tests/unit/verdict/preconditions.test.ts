import { describe, expect, it } from 'vitest'
import { NS_PER_MS } from '../../../src/checker/time.ts'
import type { TrialRecord } from '../../../src/core/trial.ts'
import type { Precondition } from '../../../src/verdict/verdict.ts'
import { AT, history, linkProbes, trial, views, type Spec } from '../checker/fixture.ts'
import { judged, load, minorityRefuses, stub } from './scenario.ts'

const healthy = load(minorityRefuses)

/** What becomes of a trial that would be CP, with one thing wrong. */
function sabotaged(changes: Partial<TrialRecord>, specs: readonly Spec[] = healthy) {
  const { label, sideScope, reason, preconditions } = judged(specs, { trial: changes }).verdict
  const missing = preconditions.filter(({ ok }) => !ok)
  return { missing: missing.map(({ id }) => id), remedied: missing.every(({ remedy }) => (remedy ?? '') !== ''), label, sideScope, reason }
}

function naming(id: Precondition['id'], detail: string) {
  // The reason names the precondition first, then what was seen.
  const reason = expect.toSatisfy((text: string) => text.startsWith(`Not judged: precondition "${id}" is missing (`) && text.includes(detail)) as unknown
  return { missing: [id], remedied: true, label: 'inconclusive', sideScope: 'inconclusive', reason }
}

const probesWith = (change: (probe: TrialRecord['probes'][number]) => object | null): Partial<TrialRecord> => ({
  probes: linkProbes().flatMap((probe) => {
    const changed = change(probe)
    return changed === null ? [] : [{ ...probe, ...changed }]
  }),
})

describe('preconditions', () => {
  it('all hold for a sound trial, in the order of the definition', () => {
    const { verdict } = judged(healthy)
    expect(verdict.preconditions.map(({ id, ok }) => [id, ok])).toEqual(
      ['cut', 'alive', 'healthy', 'pinned', 'complete', 'power', 'settled', 'checked', 'control'].map((id) => [id, true]),
    )
  })

  it('cut: a link of the cut that was found open in steady', () => {
    expect(sabotaged(probesWith(({ link, time }) => (link === 'n1->n2' && time === 25_000 * NS_PER_MS ? { state: 'open' } : {})))).toEqual(naming('cut', 'n1->n2 was found open at 25000 ms'))
  })

  it('cut: a link inside a side that was found cut', () => {
    expect(sabotaged(probesWith(({ link, time }) => (link === 'n2->n3' && time === 11_000 * NS_PER_MS ? { state: 'cut' } : {})))).toEqual(naming('cut', 'n2->n3 was found cut'))
  })

  it('cut: a link that no probe found closed', () => {
    expect(sabotaged(probesWith(({ link }) => (link === 'n3->n1' ? null : {})))).toEqual(naming('cut', 'no probe found n3->n1 closed'))
  })

  it.each([
    ['in the transition', (ms: number) => ms >= AT.steady],
    ['in the first half of steady', (ms: number) => ms < AT.steady || ms > 30_000],
    ['in the second half of steady', (ms: number) => ms < 30_000],
  ])('cut: links not probed %s', (when, keep) => {
    expect(sabotaged(probesWith(({ time }) => (keep(time / NS_PER_MS) ? {} : null)))).toEqual(naming('cut', `by any probe ${when}`))
  })

  it('cut: links that were not probed for long', () => {
    const phases = { ...trial().phases, heal: 200e9, after: 205e9, end: 210e9 }
    const later = linkProbes().filter(({ phase }) => phase === 'steady').map((probe) => ({ ...probe, time: probe.time + 85e9 }))
    expect(sabotaged({ phases, probes: [...linkProbes(), ...later, ...later.map((probe) => ({ ...probe, time: probe.time + 40e9 }))] })).toEqual(naming('cut', 'n1->n2 was not probed from 39000 to 105500 ms'))
  })

  it('cut: a link found open before it was first found closed is no leak', () => {
    const early = { ...linkProbes()[0]!, time: 10_001 * NS_PER_MS, state: 'open' as const }
    expect(judged(healthy, { trial: { probes: [early, ...linkProbes()] } }).verdict.label).toBe('CP')
  })

  it('cut: a node that still sees a peer across the cut late in steady', () => {
    expect(sabotaged({ views: views().map((view) => (view.phase === 'steady' && view.node === 'n2' ? { ...view, reachable: ['n1', 'n3'] } : view)) })).toEqual(naming('cut', 'n2 still saw n1'))
  })

  it('cut: an old view early in steady is no contradiction', () => {
    const old = views().map((view) => (view.node === 'n2' && view.time === 25_000 * NS_PER_MS ? { ...view, reachable: ['n1' as const, 'n3' as const] } : view))
    expect(judged(healthy, { trial: { views: old } }).verdict.label).toBe('CP')
  })

  it.each([
    ['n1', 'n2'],
    ['n2', 'n1'],
  ] as const)('cut: %s may reach %s when that direction was left open on purpose', (from, to) => {
    const cutLinks = trial().cutLinks.filter((link) => link.from !== from || link.to !== to)
    const probes = linkProbes().map((probe) => (probe.link === `${from}->${to}` ? { ...probe, state: 'open' as const, expected: 'open' as const } : probe))
    const seen = views().map((view) => (view.node === 'n2' && view.phase === 'steady' ? { ...view, reachable: ['n1' as const] } : view))
    expect(judged(healthy, { trial: { cutLinks, probes, views: seen } }).verdict.preconditions[0]?.ok).toBe(true)
  })

  it('cut: a probe that leaked voids the run', () => {
    const leak: Spec[] = [
      { f: 'write', key: 'p0', value: 7, home: 'n2', probe: 0, at: [22_000, 22_001] },
      { f: 'read', key: 'p0', result: 7, home: 'n1', probe: 0, at: [22_002, 22_003] },
    ]
    // The answered read alone would make availability partly lost; the leak is what is named.
    expect(sabotaged({}, [...healthy, ...leak])).toEqual(naming('cut', 'information crossed the cut'))
  })

  it('cut: a trial that cut nothing', () => expect(sabotaged({ cutLinks: [] })).toEqual(naming('cut', 'no link was cut')))

  it('alive: a node that did not answer its own local command', () => {
    expect(sabotaged({ views: views().map((view) => (view.node === 'n3' && view.phase === 'steady' ? { ...view, alive: false } : view)) })).toEqual(naming('alive', 'n3 did not answer'))
  })

  it('alive: what the server said is passed on', () => {
    const full = views().map((view) => (view.node === 'n1' && view.phase === 'steady' ? { ...view, alive: false, detail: 'sorry, too many clients already' } : view))
    expect(sabotaged({ views: full })).toEqual(naming('alive', '(steady): sorry, too many clients already'))
  })

  it('alive: a node that nobody asked', () => {
    expect(sabotaged({ views: views().filter(({ node, phase }) => node !== 'n1' || phase !== 'steady') })).toEqual(naming('alive', 'n1 was never asked'))
  })

  it('healthy: a cluster that was not whole before the cut', () => expect(sabotaged({ healthyBefore: { ok: false, detail: 'n3 lags' } })).toEqual(naming('healthy', 'n3 lags')))

  it('pinned: a client that ended elsewhere, or an unproved one', () => {
    const pins = trial().pins
    expect(sabotaged({ pins: pins.map((pin) => (pin.home === 'n1' ? { ...pin, reported: 'n2', proved: false } : pin)) })).toEqual(naming('pinned', 'was answered by n2'))
    expect(sabotaged({ pins: pins.filter(({ home }) => home !== 'n3') })).toEqual(naming('pinned', 'nothing proves where the clients at n3 end'))
  })

  it('pinned: a way that answers took and that nobody proved; records that do not tell ways apart are believed', () => {
    const pins = trial().pins.flatMap((pin) => (['read', 'write'] as const).map((use) => ({ ...pin, use })))
    expect(judged(healthy, { trial: { pins } }).verdict.label).toBe('CP')
    expect(sabotaged({ pins: pins.filter(({ home, use }) => home !== 'n2' || use !== 'write') })).toEqual(naming('pinned', 'nothing proves where the writes of clients at n2 sent to n2 end'))
  })

  it('complete: a trial that was stopped', () => expect(sabotaged({ stopped: { reason: 'interrupted', message: 'Ctrl+C' } })).toEqual(naming('complete', 'Ctrl+C')))

  it('complete: an operation without completion', () => {
    const operations = history(...healthy, { f: 'write', key: 'k1', value: 1, type: 'info', at: [39_500, 39_600] })
    const open = operations.map(({ error, ...operation }) => (operation.type === 'info' ? operation : { ...operation, ...(error === undefined ? {} : { error }) }))
    expect(judged([], { operations: open }).verdict.reason).toContain('precondition "complete" is missing (1 of 601 operations')
    expect(judged([], { operations }).verdict.label).toBe('CP')
  })

  it('power: too few attempts on a side', () => {
    expect(sabotaged({}, healthy.filter(({ home, f, at }) => !(home === 'n1' && f === 'read' && at[0] > AT.steady && at[0] < AT.steady + 10_000)))).toEqual(naming('power', 'read on side minority'))
  })

  it('power: one attempt decides', () => {
    expect(judged(healthy, { trial: { minAttempts: 50 } }).verdict.label).toBe('CP')
    expect(sabotaged({ minAttempts: 51 })).toEqual(naming('power', 'fewer than 51 attempts in steady: 50 register read on side minority, 50 register write on side minority'))
  })

  it('power: changes of one side that no read on the other follows', () => {
    // On n1 the reads all come first.
    const apart = healthy.map((spec): Spec => (spec.home === 'n1' && spec.f === 'read' && spec.at[0] > AT.steady ? { ...spec, at: [AT.steady + 1, AT.steady + 2] } : spec))
    expect(sabotaged({}, apart)).toEqual(naming('power', 'followed by a read on the other'))
  })

  it('power: sides that never tried to change the same object', () => {
    const apart = healthy.map((spec): Spec => (spec.f === 'write' && spec.home === 'n1' ? { ...spec, key: 'k1' } : spec))
    expect(sabotaged({}, apart)).toEqual(naming('power', 'no object was changed from more than one side'))
  })

  it('settled: a steady phase that began too early or was too short', () => {
    expect(sabotaged({ settle: { ms: 10_500, why: 'elections' } })).toEqual(naming('settled', 'before the 10500 ms'))
    const hasty = healthy.map((spec): Spec => (spec.at[0] < AT.steady ? spec : { ...spec, at: [AT.steady + (spec.at[0] - AT.steady) / 2, AT.steady + (spec.at[1] - AT.steady) / 2] }))
    expect(sabotaged({ phases: { ...trial().phases, heal: 29_000 * NS_PER_MS } }, hasty)).toEqual(naming('settled', 'steady lasted 9000 ms'))
    expect(judged(healthy, { trial: { settle: { ms: 10_100, why: 'late timers' } } }).verdict.label).toBe('CP')
  })

  it('checked: a check that counts and did not finish', () => {
    const { verdict } = judged(healthy, { laneChecks: [stub({ valid: 'unknown', summary: 'out of time' })] })
    expect(verdict).toMatchObject({ label: 'inconclusive', consistent: 'unknown' })
    expect(verdict.reason).toContain('precondition "checked" is missing ("stub" gave no answer: out of time)')
    expect(judged(healthy, { laneChecks: [stub({ valid: 'unknown', counts: 'impact' })] }).verdict.label).toBe('CP')
  })

  it('control: requests that failed before the cut', () => {
    expect(sabotaged({}, unanswered(healthy, 4))).toEqual(naming('control', 'n2 answered only 46 of 50 register write (40001 4)'))
  })

  it('control: few requests, of which one may be lost, and not two', () => {
    const few = keepBefore(healthy, 17)
    expect(judged(unanswered(few, 1)).verdict.label).toBe('CP')
    expect(sabotaged({}, unanswered(few, 2))).toEqual(naming('control', 'n2 answered only 15 of 17 register write (40001 2)'))
  })

  it('control: here one and there one, more than 1 % of all together', () => {
    const few = keepBefore(healthy, 17)
    expect(sabotaged({}, unanswered(unanswered(few, 1), 1, 'n3'))).toEqual(naming('control', 'only 100 of 102 requests were answered (40001 2)'))
  })

  it('control: too few requests to say anything', () => {
    expect(sabotaged({}, keepBefore(healthy, 9))).toEqual(naming('control', '9 register read were sent at n1; 10 needed'))
  })

  it('control: a kind that was not tried before the cut', () => {
    expect(sabotaged({}, healthy.filter(({ home, f, at }) => !(home === 'n3' && f === 'read' && at[0] < AT.transition)))).toEqual(naming('control', '0 register read were sent at n3; 10 needed'))
  })
})

/** So many writes at a node are refused before the cut. */
function unanswered(specs: readonly Spec[], count: number, node = 'n2'): Spec[] {
  let failed = 0
  return specs.map((spec) => (spec.home === node && spec.f === 'write' && spec.at[0] < AT.transition && failed++ < count ? { ...spec, type: 'fail', code: '40001' } : spec))
}

/** Only so many operations of each home and kind before the cut. */
function keepBefore(specs: readonly Spec[], count: number): Spec[] {
  const kept = new Map<string, number>()
  return specs.filter(({ home, f, at }) => {
    if (at[0] >= AT.transition) return true
    const before = kept.get(`${home} ${f}`) ?? 0
    kept.set(`${home} ${f}`, before + 1)
    return before < count
  })
}
