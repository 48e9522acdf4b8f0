import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkLinearizable } from '../../../../src/checker/linearizability/linearizable.ts'
import { checkLinearizableOnWorkers } from '../../../../src/checker/linearizability/on-workers.ts'
import type { WorkerOptions } from '../../../../src/checker/linearizability/on-workers.ts'
import type { LinearizabilityResult } from '../../../../src/checker/linearizability/result.ts'
import type { ModelSource } from '../../../../src/checker/linearizability/workers/model-source.ts'
import { modelFor } from '../../../../src/checker/models/by-kind.ts'
import type { Operation } from '../../../../src/core/event.ts'
import { linearizableHistory, operation } from '../../../../src/selftest/generate/register.ts'

const register = { model: 'register', initial: 0, failedCas: 'mismatch' } as const
const module = join(import.meta.dirname, 'counter-model.ts')
const counter: ModelSource = { module }
const fragile: ModelSource = { module, exported: 'fragile' }
/** Plenty of memory for what is tested, little enough that a thread that eats it dies soon. */
const SMALL = 1 << 20

/** Keys with histories of their own; keys in `bad` end with an answer that no order explains. */
function registers(keys: number, size: number, unique: boolean, bad: readonly number[]): Operation[] {
  const shape = { operations: size, span: 9, unique, unknown: 6, failedSwaps: true }
  const all = Array.from({ length: keys }, (_, key) => {
    const own = linearizableHistory(key + 1, shape).map((op) => ({ ...op, key: `k${key}` }))
    const end = 4 * size
    return bad.includes(key) ? [...own, operation({ index: 0, key: `k${key}`, f: 'read', call: end, ret: end + 1, result: 777 })] : own
  })
  return all.flat().sort((a, b) => a.call - b.call).map((op, index) => ({ ...op, index }))
}

/** On each key: 1 and 2 are added at once, then the sum is read. */
function counters(keys: readonly string[], sum = 3): Operation[] {
  return keys.flatMap((key, i) => [
    operation({ index: 3 * i, key, f: 'add', value: 1, call: 10 * i, ret: 10 * i + 4 }),
    operation({ index: 3 * i + 1, key, f: 'add', value: 2, call: 10 * i + 1, ret: 10 * i + 3 }),
    operation({ index: 3 * i + 2, key, f: 'read', call: 10 * i + 5, ret: 10 * i + 6, result: sum }),
  ])
}

function plain({ valid, objects, violations }: LinearizabilityResult): unknown {
  return { valid, violations, objects: objects.map((object) => ({ ...object, order: Array.from(object.order) })) }
}

describe.each([
  ['unique values', registers(12, 60, true, [])],
  ['unique values, two keys violated', registers(12, 60, true, [3, 7])],
  ['few values', registers(6, 60, false, [])],
  ['few values, one key violated', registers(6, 60, false, [2])],
])('registers with %s', (_, history) => {
  const expected = plain(checkLinearizable(history, modelFor(register)))

  it.each([undefined, 0, 1, 2, 3])('have the same result on %s workers', async (workers) => {
    const options: WorkerOptions = workers === undefined ? {} : { workers }
    expect(plain(await checkLinearizableOnWorkers(history, register, options))).toEqual(expected)
  })
})

it.each([0, 1, 2])('a model is loaded from its file (%s workers)', async (workers) => {
  const right = await checkLinearizableOnWorkers(counters(['a', 'b', 'c']), counter, { workers })
  expect(right).toMatchObject({ valid: true, objects: [{ key: 'a', valid: true }, { key: 'b' }, { key: 'c' }] })
  const wrong = await checkLinearizableOnWorkers(counters(['a', 'b'], 4), counter, { workers })
  expect(wrong).toMatchObject({ valid: false, violations: [{ key: 'a', confirmed: true }, { key: 'b', confirmed: true }] })
})

it('strings with get and append cross over too', async () => {
  const history = [
    operation({ index: 0, key: 's', f: 'append', value: 'ü', call: 0, ret: 3 }),
    operation({ index: 1, key: 's', f: 'append', value: '{"y"}', call: 1, ret: 2 }),
    operation({ index: 2, key: 's', f: 'get', call: 4, ret: 5, result: '{"y"}ü' }),
  ]
  const result = await checkLinearizableOnWorkers(history, { model: 'append-kv' }, { workers: 2 })
  expect(plain(result)).toMatchObject({ valid: true, objects: [{ order: [1, 0, 2] }] })
})

it('a module without a model is refused', async () => {
  const source = { module, exported: 'nothing' }
  await expect(checkLinearizableOnWorkers([], source)).rejects.toThrow('no default export that is a record of name, initial, role and step')
})

it.each([0, 1, 2])('a model that throws over one key ends the check with a sentence about the model (%s workers)', async (workers) => {
  const check = checkLinearizableOnWorkers(counters(['a', 'throws', 'b', 'c']), fragile, { workers })
  await expect(check).rejects.toMatchObject({ exitCode: 64, message: expect.stringMatching(/failed in step: cannot count that/) })
})

describe.each([0, 2])('a model of ones own sees the same of an operation on %s workers', (workers) => {
  const turns = (...processes: readonly number[]): Operation[] =>
    processes.flatMap((process, i) => ['a', 'b'].map((key) => operation({ index: i, key, process, f: i % 2 === 0 ? 'take' : 'give', call: 10 * i, ret: 10 * i + 5 })))

  it('who asked: what one process took, another cannot give back', async () => {
    const check = async (...processes: readonly number[]) => (await checkLinearizableOnWorkers(turns(...processes), { module, exported: 'token' }, { workers })).valid
    expect(await check(1, 1, 2, 2)).toBe(true)
    // The first two take and give in the same words as the last two.
    expect(await check(1, 1, 2, 1)).toBe(false)
  })

  it('nothing else, and not who asked once it promised not to look', async () => {
    const seen = await checkLinearizableOnWorkers(turns(1, 1), { module, exported: 'curious' }, { workers })
    expect(seen.valid).toBe(true)
    await expect(checkLinearizableOnWorkers(turns(1, 1), { module, exported: 'liar' }, { workers })).rejects.toThrow('it looks at process, although it says that it is anonymous')
  })

  it('its first state may be given', async () => {
    const source = { module, exported: 'token', initial: 1 }
    expect((await checkLinearizableOnWorkers(turns(2), source, { workers })).valid).toBe(false)
  })
})

describe('a key over which its thread breaks down is unknown, the others are not', () => {
  const around = (key: string): Operation[] => counters(['a', key, 'b', 'c'])

  it.each([1, 2])('when the thread exits (%s workers)', async (workers) => {
    const result = await checkLinearizableOnWorkers(around('exits'), fragile, { workers })
    expect(answers(result)).toEqual(['a true', 'exits unknown crash', 'b true', 'c true'])
  })

  it.each([1, 2])('when more threads exit than there are at a time (%s workers)', async (workers) => {
    const result = await checkLinearizableOnWorkers(counters(['exits', 'a', 'exits 2', 'b', 'exits 3']), fragile, { workers })
    expect(answers(result)).toEqual(['exits unknown crash', 'a true', 'exits 2 unknown crash', 'b true', 'exits 3 unknown crash'])
  })

  it('when its memory runs out', async () => {
    const result = await checkLinearizableOnWorkers(around('eats'), fragile, { workers: 2, maxBytes: SMALL })
    expect(answers(result)).toEqual(['a true', expect.stringMatching(/^eats unknown memory/), 'b true', 'c true'])
  })

  it('when it never ends, soon after the time is up', async () => {
    const began = performance.now()
    // Long enough for the other keys on a machine that has little time for this test.
    const budgetMs = 10_000
    const result = await checkLinearizableOnWorkers(around('loops'), fragile, { workers: 2, budgetMs })
    expect(answers(result)).toEqual(['a true', 'loops unknown time', 'b true', 'c true'])
    expect(performance.now() - began).toBeLessThan(2 * budgetMs)
  })
})

it('a key that needs more than the share of one thread is checked again with all the memory', async () => {
  const history = registers(3, 400, false, [])
  const few = { workers: 0, maxBytes: SMALL, algorithm: 'search' } as const
  const alone = await checkLinearizableOnWorkers(history, register, few)
  expect(plain(await checkLinearizableOnWorkers(history, register, { ...few, workers: 64 }))).toEqual(plain(alone))
})

function answers({ objects }: LinearizabilityResult): string[] {
  return objects.map(({ key, valid, stopped, error }) => `${key} ${valid}${stopped === null ? '' : ` ${stopped}`}${error === undefined ? '' : `: ${error}`}`)
}
