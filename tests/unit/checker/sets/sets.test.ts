import { describe, expect, it } from 'vitest'
import { sets } from '../../../../src/checker/sets/check.ts'
import { setHistories } from '../../../../src/checker/sets/columns.ts'
import { growingConflict } from '../../../../src/checker/sets/growing.ts'
import type { Json } from '../../../../src/core/json.ts'
import { random } from '../../../../src/core/random.ts'
import { setExplained } from '../../../../src/selftest/reference/sets.ts'
import { dice, history, run, type Spec } from '../fixture.ts'

const RUNS = Number(process.env['CAPCHECK_RANDOM_HISTORIES'] ?? 2000)
const SEED = Number(process.env['CAPCHECK_RANDOM_SEED'] ?? 1)

const add = (value: Json, from: number, to: number, type: Spec['type'] = 'ok'): Spec => ({ f: 'add', value, type, at: [from, to] })
const read = (result: readonly Json[], from: number, to: number): Spec => ({ f: 'read', result, at: [from, to] })

describe('each fault of a set', () => {
  it.each([
    ['lost', 'an acknowledged element that a later read does not show', [add(1, 0, 1), read([], 2, 3)], [add(1, 0, 2), read([], 2, 3)]],
    ['lost', 'an element that was seen and is gone', [add(1, 0, 9, 'info'), read([1], 1, 2), read([], 3, 4)], [add(1, 0, 9, 'info'), read([1], 1, 3), read([], 3, 4)]],
    ['stale', 'an acknowledged element seen only by the second read', [add(1, 0, 1), read([], 2, 3), read([1], 4, 5)], [add(1, 0, 2), read([], 2, 3), read([1], 4, 5)]],
    ['resurrected', 'an element that goes and comes back', [add(1, 0, 1), read([1], 2, 3), read([], 4, 5), read([1], 6, 7)], [add(1, 0, 1), read([1], 2, 3), read([1], 4, 5), read([1], 6, 7)]],
    ['duplicated', 'an element that one answer has twice', [add(1, 0, 1), read([1, 1], 2, 3)], [add(1, 0, 1), read([1], 2, 3)]],
    ['neverAdded', 'an element of nobody', [read([1], 2, 3)], [add(1, 3, 4), read([1], 2, 3)]],
    ['neverAdded', 'an element whose add failed', [add(1, 0, 1, 'fail'), read([1], 2, 3)], [add(1, 0, 1, 'info'), read([1], 2, 3)]],
  ])('%s: %s', (kind, _, bad, good) => {
    const result = run(sets, history(...bad))
    expect(result).toMatchObject({ valid: false, counts: 'linearizability', witness: { confirmed: true } })
    expect(result.details[kind]).toBe(1)
    expect(run(sets, history(...good))).toMatchObject({ valid: true, witness: null, details: { [kind]: 0 } })
  })

  it('two reads at once that each have what the other lacks', () => {
    const result = run(sets, history(add(1, 0, 9), add(2, 0, 9), read([1], 1, 8), read([2], 1, 8)))
    expect(result).toMatchObject({ valid: false, witness: { confirmed: true }, summary: 'Of 2 acknowledged elements and 2 reads: 1 in no possible order.' })
  })

  it('tells elements apart by kind, and sets by key', () => {
    expect(run(sets, history(add(1, 0, 1), read(['1'], 2, 3))).valid).toBe(false)
    expect(run(sets, history({ ...add(1, 0, 1), key: 'a' }, { ...read([], 2, 3), key: 'b' })).valid).toBe(true)
  })

  it('without an answered read nothing is known', () => {
    expect(run(sets, history(add(1, 0, 1))).valid).toBe('unknown')
  })

  it('figures: time until stable, what nobody read, and losses by side', () => {
    const { details } = run(sets, history(add(1, 0, 1), add(2, 0, 1), read([2], 2, 3), read([2], 11, 12), read([1, 2], 20, 21), add(3, 30, 31)))
    expect(details).toMatchObject({ stable: 1, stale: 1, neverRead: 1, lost: 0, stableAfterP50Ms: 0, stableAfterMaxMs: 10 })
    const lost = run(sets, history({ ...add(1, 0, 1), home: 'n1' }, { ...add(2, 0, 1), home: 'n2' }, { ...read([2], 2, 3), home: 'n2' }))
    expect(lost.details['lostBySide']).toEqual({ minority: { acknowledged: 1, lost: 1 }, majority: { acknowledged: 1, lost: 0 } })
  })
})

describe(`random sets (${RUNS} from seed ${SEED})`, () => {
  it('agree with trying all orders', () => {
    let valid = 0
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const operations = history(...randomSet(seed))
      const expected = setExplained(operations)
      const result = run(sets, operations)
      expect({ seed, valid: result.valid }).toEqual({ seed, valid: expected })
      expect({ seed, confirmed: result.witness?.confirmed ?? true }).toEqual({ seed, confirmed: true })
      if (expected) valid++
    }
    expect(valid).toBeGreaterThan(RUNS / 20)
    expect(valid).toBeLessThan(RUNS * 0.95)
  })

  it('every conflict of the chain names operations that contradict', () => {
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const operations = history(...randomSet(seed))
      const set = setHistories(operations).get('')!
      const conflict = growingConflict(set)
      const contradictory = conflict === null || !setExplained(conflict.operations, conflict.elements.map((element) => set.elements[element]!))
      expect({ seed, contradictory }).toEqual({ seed, contradictory: true })
    }
  })
})

/** Adds and reads whose answers are near what has been added so far. */
function randomSet(seed: number): Spec[] {
  const { below } = random(seed)
  const adds = Array.from({ length: 1 + below(4) }, (_, i) => {
    const from = below(12)
    return add(i, from, from + below(6), below(5) === 0 ? 'info' : below(9) === 0 ? 'fail' : 'ok')
  })
  const order = adds.toSorted((a, b) => a.at[0] - b.at[0] || below(3) - 1)
  const reads = Array.from({ length: 1 + below(3) }, () => {
    const from = below(16)
    const to = from + below(4)
    const shown = order.filter(({ at, type }) => type !== 'fail' && at[0] <= to && (at[1] < from ? below(12) > 0 : below(2) === 0)).map(({ value }) => value!)
    return read(below(25) === 0 && shown.length > 0 ? [...shown, shown[0]!] : shown, from, to)
  })
  return [...adds, ...reads]
}

describe('a long valid set with one fault put in', () => {
  it.each(['lost', 'duplicated', 'neverAdded'] as const)('%s is caught', (kind) => {
    const roll = dice(7)
    const specs: Spec[] = []
    const all: number[] = []
    for (let i = 0; i < 300; i++) {
      const at = 10 * i
      if (roll(2) === 0) {
        specs.push(add(i, at, at + 5))
        all.push(i)
      } else specs.push(read([...all], at, at + 5))
    }
    expect(run(sets, history(...specs)).valid).toBe(true)
    const place = specs.findLastIndex(({ f }) => f === 'read')
    const answer = specs[place]!.result as readonly number[]
    const changed = { lost: answer.slice(1), duplicated: [...answer, answer[0]!], neverAdded: [...answer, 5000] }[kind]
    const bad = specs.with(place, { ...specs[place]!, result: changed }).slice(0, place + 1)
    expect(run(sets, history(...bad)).details[kind]).toBe(1)
  })
})
