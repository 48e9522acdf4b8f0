import { describe, expect, it } from 'vitest'
import { probeFindings, probes } from '../../../src/checker/probes.ts'
import { probePairs } from '../../../src/verdict/probe-pairs.ts'
import { history, linkProbes, run, trial, type Spec } from './fixture.ts'

const write = (at: readonly [number, number], more: Partial<Spec> = {}): Spec => ({ f: 'write', key: 'p0', value: 7, at, probe: 0, home: 'n1', ...more })
const read = (home: 'n1' | 'n2' | 'n3', at: readonly [number, number], more: Partial<Spec> = {}): Spec => ({ f: 'read', key: 'p0', at, probe: 0, home, result: 0, ...more })
const outcomes = (...specs: readonly Spec[]) => probeFindings(trial(), history(...specs)).map(({ from, to, outcome }) => `${from} ${to} ${outcome}`)

describe('Gilbert-Lynch probes', () => {
  it('books no acknowledgement for every node across the cut', () => {
    expect(outcomes(write([21_000, 22_000], { type: 'info' }))).toEqual(['n1 n2 no-ack', 'n1 n3 no-ack'])
    expect(outcomes(write([21_000, 22_000], { type: 'fail', home: 'n3' }))).toEqual(['n3 n1 no-ack'])
  })

  it('books an unanswered read against the node that was asked', () => {
    expect(outcomes(write([21_000, 21_001]), read('n2', [21_002, 21_003], { type: 'fail' }), read('n3', [21_002, 21_003]))).toEqual(['n1 n2 no-answer', 'n1 n3 stale'])
  })

  it('takes an older answer across the cut for a witness of two operations', () => {
    const result = run(probes, history(write([21_000, 21_001]), read('n2', [21_002, 21_003])))
    expect(result).toMatchObject({
      valid: false,
      counts: 'linearizability',
      details: { probes: 1, usedProbes: 1, outcomes: { stale: 1 }, leaked: 0, violationsByPhase: { steady: 1 } },
      witness: { confirmed: true, operations: [{ f: 'write' }, { f: 'read' }] },
    })
  })

  it('takes a null answer for an older one', () => {
    expect(outcomes(write([21_000, 21_001]), read('n2', [21_002, 21_003], { result: null }))).toEqual(['n1 n2 stale'])
  })

  it('calls the new value across the cut a leak and no violation', () => {
    const result = run(probes, history(write([21_000, 21_001]), read('n2', [21_002, 21_003], { result: 7 })))
    expect(result).toMatchObject({ valid: true, details: { leaked: 1 } })
  })

  it.each([
    ['begins before every link was found closed', [write([10_500, 10_501]), read('n2', [21_002, 21_003])]],
    ['ends after the heal', [write([39_000, 39_001]), read('n2', [39_990, 40_001])]],
    ['reads before the write was acknowledged', [write([21_000, 21_010]), read('n2', [21_010, 21_012])]],
    ['reads another key', [write([21_000, 21_001]), read('n2', [21_002, 21_003], { key: 'p1' })]],
    ['reads on its own side', [write([21_000, 21_001], { home: 'n2' }), read('n3', [21_002, 21_003])]],
    ['has no read', [write([21_000, 21_001])]],
  ])('leaves out a probe that %s', (_, specs) => {
    expect(outcomes(...specs)).toEqual([])
  })

  it('finds nothing when a link of the cut was never found closed', () => {
    const open = trial({ probes: linkProbes().filter(({ link }) => link !== 'n2->n1') })
    expect(probeFindings(open, history(write([21_000, 21_001]), read('n2', [21_002, 21_003])))).toEqual([])
  })

  it('tabulates one row per ordered pair across the cut', () => {
    const findings = probeFindings(trial(), history(write([21_000, 21_001]), read('n2', [21_002, 21_003]), read('n3', [21_002, 21_003], { type: 'fail' })))
    expect(probePairs(trial(), findings)).toEqual([
      { from: 'n1', to: 'n2', noAckAtX: 0, noAnswerAtY: 0, staleAtY: 1, leaked: 0 },
      { from: 'n1', to: 'n3', noAckAtX: 0, noAnswerAtY: 1, staleAtY: 0, leaked: 0 },
      { from: 'n2', to: 'n1', noAckAtX: 0, noAnswerAtY: 0, staleAtY: 0, leaked: 0 },
      { from: 'n3', to: 'n1', noAckAtX: 0, noAnswerAtY: 0, staleAtY: 0, leaked: 0 },
    ])
  })
})
