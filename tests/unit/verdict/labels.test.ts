import { describe, expect, it } from 'vitest'
import { AT, history, lane, type Spec } from '../checker/fixture.ts'
import { everything, judged, load, minorityReads, minorityRefuses, staleProbe, stub, witnessOf } from './scenario.ts'

describe('labels', () => {
  it('CP: no violation, and one node answers nothing of some kind', () => {
    const { verdict, witness } = judged(load(minorityRefuses))
    expect(verdict).toMatchObject({ label: 'CP', subLabel: 'majority stays up', sideScope: 'CP', consistent: true, available: false, witnessPhases: [] })
    expect(verdict.reason).toBe('No violation found in 600 operations (0 probes); n1 answered 0 of 50 writes (95 % bound 6 %).')
    expect(witness).toBeNull()
  })

  it('AP: everything answered, and one pair contradicts', () => {
    const { verdict, witness } = judged([...load(everything), ...staleProbe('n1', 'n2')])
    expect(verdict).toMatchObject({ label: 'AP', subLabel: null, sideScope: 'AP', consistent: false, available: true, witnessPhases: ['steady'] })
    expect(verdict.reason).toContain('Answered all 302 requests of every kind at every node in steady')
    expect(verdict.reason).toContain('this pair contradicts linearizability: write p0 = 7 at n1, then read p0 -> 0 at n2 [Gilbert-Lynch probes]')
    expect(verdict.afterHeal).toBe('whole again 1500 ms after the heal; final answers agreed 700 ms after the heal; nothing says whether acknowledged changes were lost')
    expect(witness?.operations).toHaveLength(2)
  })

  it('neither: a contradiction, and one node answers nothing of some kind', () => {
    const { verdict } = judged([...load(minorityReads), ...staleProbe('n2', 'n1')])
    expect(verdict).toMatchObject({ label: 'neither', sideScope: 'neither', consistent: false, available: false })
    expect(verdict.reason).toContain('This pair contradicts')
    expect(verdict.reason).toContain('and n1 answered 0 of 50 writes')
    expect(verdict.reason).not.toContain('before the cut')
  })

  it('AP by side, neither by node: each side has a node that answers everything', () => {
    const { verdict } = judged([...load((home, f) => (home === 'n3' && f === 'write' ? 'fail' : 'ok')), ...staleProbe('n1', 'n2')])
    expect(verdict).toMatchObject({ label: 'neither', sideScope: 'AP' })
  })

  it('inconclusive: a kind was answered at times only', () => {
    const { verdict } = judged(load((home, _, i) => (home === 'n1' && i % 2 === 0 ? 'fail' : 'ok')))
    expect(verdict).toMatchObject({ label: 'inconclusive', available: 'partly' })
    expect(verdict.reason).toContain('availability was lost only in part; in steady n1 answered 25 of 50 reads')
  })

  it('inconclusive: everything answered and nothing contradicted, which no real cut allows', () => {
    const { verdict } = judged(load(everything))
    expect(verdict).toMatchObject({ label: 'inconclusive', available: true, consistent: true })
    expect(verdict.reason).toContain('impossible under a real cut')
  })

  it('inconclusive: a check failed without a witness that a second routine confirmed', () => {
    const operations = history({ f: 'read', at: [30_000, 30_001] })
    const { verdict, witness } = judged(load(minorityRefuses), { laneChecks: [stub({ valid: false, witness: witnessOf(operations, false) })] })
    expect(verdict).toMatchObject({ label: 'inconclusive', consistent: false })
    expect(witness).toBeNull()
  })

  it('one refused request in steady keeps AP away unless a tolerance is stated', () => {
    const specs = [...load((home, f, i) => (home === 'n1' && f === 'read' && i === 7 ? 'fail' : 'ok')), ...staleProbe('n1', 'n2')]
    expect(judged(specs).verdict.label).toBe('inconclusive')
    const tolerant = judged(specs, { tolerance: 0.05 }).verdict
    expect(tolerant.label).toBe('AP')
    expect(tolerant.reason).toContain('301 of 302 (tolerance 5 %)')
  })

  it('a refusal that answers the question is an answer', () => {
    const specs = [...load(minorityRefuses).map((spec): Spec => (spec.type === 'fail' ? { ...spec, code: 'cas-mismatch' } : spec)), ...staleProbe('n1', 'n2')]
    expect(judged(specs).verdict.label).toBe('AP')
  })

  it('a node that was asked too seldom has lost nothing and kept nothing', () => {
    // n2 and n3 share what their side must be asked: 20 each of 40.
    const asked = (n2: number) => load((home, f) => (home === 'n2' && f === 'write' ? 'fail' : 'ok')).filter(({ home, f, at }, i, all) => {
      if (home !== 'n2' || f !== 'write' || at[0] < AT.steady) return true
      return all.slice(0, i).filter((one) => one.home === 'n2' && one.f === 'write' && one.at[0] >= AT.steady).length < n2
    })
    expect(judged([...asked(20), ...staleProbe('n1', 'n3')]).verdict).toMatchObject({ label: 'neither', available: false })
    expect(judged([...asked(19), ...staleProbe('n1', 'n3')]).verdict).toMatchObject({ label: 'inconclusive', available: 'partly' })
    expect(judged([...asked(0), ...staleProbe('n1', 'n3')]).verdict).toMatchObject({ label: 'inconclusive', available: 'partly' })
  })

  it('a side has lost a kind only when each of its nodes has', () => {
    const halfway = load((home, f, i) => (f === 'write' && (home === 'n3' || (home === 'n2' && i % 2 === 0)) ? 'fail' : 'ok'))
    expect(judged(halfway).verdict).toMatchObject({ label: 'CP', sideScope: 'inconclusive' })
    expect(judged(load((home, f) => (f === 'write' && home !== 'n1' ? 'fail' : 'ok'))).verdict).toMatchObject({ label: 'CP', sideScope: 'CP' })
  })

  it('a loss outside steady is no loss', () => {
    const dip = Array.from({ length: 100 }, (_, i): Spec => ({ f: 'read', key: 'k0', home: 'n1', type: 'fail', at: [12_000 + i, 12_001 + i] }))
    expect(judged([...load(everything), ...staleProbe('n1', 'n2'), ...dip]).verdict.label).toBe('AP')
  })
})

describe('sub-labels of CP', () => {
  it("leader's side stays up when a minority with the leader goes on writing", () => {
    const { verdict } = judged(load((home, f) => (home === 'n1' || f === 'read' ? 'ok' : 'fail')))
    expect(verdict).toMatchObject({ label: 'CP', subLabel: "leader's side stays up" })
  })

  it('nobody could write', () => {
    expect(judged(load((_, f) => (f === 'read' ? 'ok' : 'info'))).verdict).toMatchObject({ label: 'CP', subLabel: 'nobody could write' })
  })
})

describe('where the contradictions fell', () => {
  const pair = history({ f: 'write', key: 'k0', value: 1, at: [2000, 2001] }, { f: 'read', key: 'k0', result: null, at: [2002, 2003] })

  it('a witness from before the cut counts, and the reason says that the partition did not cause it', () => {
    const { verdict } = judged(load(minorityRefuses), { laneChecks: [stub({ valid: false, witness: witnessOf(pair) })] })
    expect(verdict).toMatchObject({ label: 'neither', witnessPhases: ['before'] })
    expect(verdict.reason).toContain('before the cut already: the partition did not cause it')
  })

  it('a check that counts its violations by phase is believed over its witness', () => {
    const { verdict } = judged(load(minorityRefuses), {
      laneChecks: [stub({ valid: false, witness: witnessOf(pair), details: { violationsByPhase: { transition: 3 } } })],
    })
    expect(verdict).toMatchObject({ label: 'neither', witnessPhases: ['transition'] })
    expect(verdict.caveats).toContain('Contradictions fell only in the transition, before the store had settled.')
  })
})

describe('after the heal', () => {
  it('says what was lost and what the other side overwrote', () => {
    const lossy = stub({ check: 'lossy', details: { lost: 3, overwritten: { minority: 2 } } })
    const { verdict } = judged(load(minorityRefuses), { laneChecks: [lossy], trial: { recovered: { ok: false, afterMs: null, detail: 'n1 is gone' }, convergedMs: null } })
    expect(verdict.afterHeal).toBe('not whole again (n1 is gone); final answers never agreed; acknowledged changes lost: 3 (lossy); acknowledged writes overwritten by the other side: 2 of side minority')
  })
})

describe('what the heal says of losses', () => {
  const afterHeal = (...results: Parameters<typeof stub>) => judged(load(minorityRefuses), { laneChecks: [stub(...results)] }).verdict.afterHeal

  it('claims that nothing was lost only where a finished check counted', () => {
    expect(afterHeal({ details: { lost: 0 } })).toContain('no acknowledged change lost')
    expect(afterHeal({ valid: 'unknown', details: { lost: 0 } })).toContain('nothing says whether')
  })
})

describe('caveats', () => {
  it('warn of a deadline that healthy requests come near to', () => {
    const near = judged(load(minorityRefuses), { trial: { deadlineMs: 5 } }).verdict.caveats
    expect(near).toContain('The deadline of 5 ms is less than three times the slowest p99 before the cut (2 ms); late answers may count as none.')
    expect(judged(load(minorityRefuses), { trial: { deadlineMs: 6 } }).verdict.caveats.join()).not.toContain('deadline')
  })

  it('say when no register lane stands behind the label', () => {
    const text = 'No register lane ran beside this one; the label rests on this workload alone.'
    expect(judged(load(minorityRefuses), { lane: lane({ workload: 'mine' }) }).verdict.caveats).toContain(text)
    expect(judged(load(minorityRefuses)).verdict.caveats).not.toContain(text)
  })

  it('name what a reader must know', () => {
    const { verdict } = judged(load(minorityRefuses).map((spec, i): Spec => (i === 0 ? { ...spec, note: 'cancelled wait' } : spec)), {
      laneChecks: [stub({ valid: false, counts: 'impact', check: 'totals' })],
      trial: { recovered: { ok: false, afterMs: null, detail: 'n1 did not come back' }, convergedMs: null, caveat: 'Known limit.' },
    })
    expect(verdict.label).toBe('CP')
    expect(verdict.caveats).toEqual([
      'That no violation was found does not prove that there is none; steady lasted 20000 ms.',
      'Known limit.',
      'The cluster did not recover after the heal: n1 did not come back',
      'The final answers of the nodes never agreed.',
      'No Gilbert-Lynch probe lay wholly inside the cut.',
      '1 operations were acknowledged with a warning and count as acknowledged.',
      'Impact, not counted against C: totals: as told',
    ])
  })
})
