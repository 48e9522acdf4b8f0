import { describe, expect, it } from 'vitest'
import { buildResult } from '../../../src/report/build-result.ts'
import { sampleOperations } from '../../../src/report/html/sample.ts'
import { phaseSpans, timelineOf, TIMELINE_UNITS } from '../../../src/report/html/timeline-data.ts'
import { ordinalScale } from '../../../src/report/html/witness-scale.ts'
import { resultInput, staleWitness } from './fixture.ts'

const input = resultInput()
const operations = input.trials[0]!.lanes[0]!.judgement.operations
const run = buildResult(input).runs[0]!

describe('the operations that a timeline draws', () => {
  it('are all of them when they are few', () => {
    expect(sampleOperations(operations, operations.length, new Set()).drawn).toBe(operations)
  })

  it('stay within the limit and keep every node, kind and outcome', () => {
    const { drawn, total } = sampleOperations(operations, 1000, new Set())
    const groups = (some: typeof operations) => new Set(some.map(({ home, f, type }) => `${home} ${f} ${type}`))
    expect(total).toBe(operations.length)
    expect(drawn.length).toBeLessThanOrEqual(1000)
    expect(groups(drawn)).toEqual(groups(operations))
  })

  it('always hold those of the witness', () => {
    const keep = new Set([7, 1234, 20_001])
    const kept = sampleOperations(operations, 200, keep).drawn.map((operation) => operation.index)
    expect(kept).toEqual(expect.arrayContaining([...keep]))
  })

  it('include a handful of rare outcomes whole', () => {
    const rare = operations.map((each, index) => (index % 1000 === 0 ? { ...each, type: 'fail' as const, f: 'rare' } : each))
    const count = (some: typeof operations) => some.filter((each) => each.f === 'rare').length
    expect(count(sampleOperations(rare, 500, new Set()).drawn)).toBe(count(rare))
  })
})

describe('a timeline', () => {
  it('has a row for each node and kind, with counts of all operations and not only of those drawn', () => {
    const { rows, drawn } = timelineOf(run, operations, 600)
    expect(rows.map((row) => `${row.home} ${row.f}`)).toEqual(['n1 read', 'n1 write', 'n2 read', 'n2 write', 'n3 read', 'n3 write'])
    const counted = rows.flatMap((row) => Object.values(row.counts)).reduce((sum, count) => sum + count, 0)
    expect(counted).toBe(operations.length)
    expect(drawn).toBeLessThanOrEqual(600)
  })

  it('merges marks that touch, and never draws beyond its end by more than the shortest mark', () => {
    const { rows } = timelineOf(run, operations, 100_000)
    const path = rows[0]!.paths.ok
    expect(path.length).toBeLessThan(20_000)
    const steps = [...path.matchAll(/(?:[Mm])(-?\d+) 0h(\d+)/g)].map(([, move, length]) => [Number(move), Number(length)] as const)
    const end = steps.reduce((pen, [move, length]) => pen + move + length, 0)
    expect(steps.every(([move]) => move >= 0)).toBe(true)
    expect(end).toBeLessThanOrEqual(TIMELINE_UNITS + 12)
  })

  it('knows the phases that were reached, and only those', () => {
    expect(phaseSpans({ setup: 0, before: 5, transition: 9 }, 12)).toEqual([
      { phase: 'setup', from: 0, to: 5 },
      { phase: 'before', from: 5, to: 9 },
      { phase: 'transition', from: 9, to: 12 },
    ])
  })
})

describe('the scale of a witness', () => {
  it('gives every end the same distance to the next, keeps order, and knows no end for an unknown', () => {
    const stored = staleWitness().operations.map((each) => ({ ...each, ret: Number.isFinite(each.ret) ? each.ret : null }))
    const scale = ordinalScale(stored, [50e9, 99e9])
    expect(scale.points).toHaveLength(6)
    expect(scale.points.map((point) => scale.at(point).toFixed(1))).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'])
    expect(scale.at(0)).toBe(0)
    expect(scale.at(1e12)).toBe(1)
  })
})
