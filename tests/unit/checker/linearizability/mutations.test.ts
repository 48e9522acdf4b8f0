import { describe, expect, it } from 'vitest'
import { checkLinearizable } from '../../../../src/checker/linearizability/linearizable.ts'
import { register } from '../../../../src/checker/models/register.ts'
import type { Operation } from '../../../../src/core/event.ts'
import { random } from '../../../../src/core/random.ts'
import { linearizableHistory } from '../../../../src/selftest/generate/register.ts'

const RUNS = 60
const shape = { operations: 200, span: 8, unique: true, unknown: 5, failedSwaps: false }
const model = register({ initial: 0 })

/** Ways to break a linearizable history so that no order can explain it any more. */
const mutations: { readonly [name: string]: (history: Operation[], seed: number) => Operation[] | null } = {
  'a read returns what a later write had overwritten': (history, seed) => {
    const late = pick(history, seed, (op) => op.f === 'read' && op.type === 'ok' && supersededBefore(history, op).length > 0)
    if (late === null) return null
    const [old] = supersededBefore(history, late)
    return history.map((op) => (op === late ? { ...op, result: old! } : op))
  },
  'a read returns a value that nobody wrote': (history, seed) => {
    const read = pick(history, seed, (op) => op.f === 'read' && op.type === 'ok')
    return read && history.map((op) => (op === read ? { ...op, result: 1_000_000 } : op))
  },
  'a write that was seen is said to have failed': (history, seed) => {
    const write = pick(history, seed, (op) => op.f === 'write' && history.some((other) => other.result === op.value))
    return write && history.map((op) => (op === write ? { ...op, type: 'fail' as const, ret: op.call + 1 } : op))
  },
  'a read had ended before its write was called': (history, seed) => {
    const read = pick(history, seed, (op) => op.f === 'read' && history.some((w) => w.f === 'write' && w.value === op.result))
    const write = read && history.find((w) => w.f === 'write' && w.value === read.result)!
    return read && history.map((op) => (op === read ? { ...op, call: write!.call - 5, ret: write!.call - 1 } : op))
  },
}

describe.each(Object.entries(mutations))('a valid history in which %s', (_, mutate) => {
  it.each(['auto', 'search'] as const)(`is found invalid by %s, with a confirmed witness of few operations (${RUNS} histories)`, (algorithm) => {
    let mutated = 0
    for (let seed = 1; seed <= RUNS; seed++) {
      const history = mutate(linearizableHistory(seed, shape), seed)
      if (history === null) continue
      mutated++
      const result = checkLinearizable(history, model, { algorithm })
      const [violation] = result.violations
      expect({ seed, valid: result.valid, confirmed: violation?.confirmed }).toEqual({ seed, valid: false, confirmed: true })
      expect(violation!.operations.length).toBeLessThanOrEqual(8)
    }
    expect(mutated).toBeGreaterThan(RUNS / 2)
  })
})

function pick(history: readonly Operation[], seed: number, wanted: (op: Operation) => boolean): Operation | null {
  const all = history.filter(wanted)
  return all.length === 0 ? null : all[random(seed).below(all.length)]!
}

/** Values whose write had ended before another acknowledged write began, which had ended before `read` was called. */
function supersededBefore(history: readonly Operation[], read: Operation): Operation['value'][] {
  const writes = history.filter((op) => op.f === 'write' && op.type === 'ok')
  const newer = writes.filter((op) => op.ret < read.call)
  return writes.filter((op) => newer.some((later) => op.ret < later.call)).map((op) => op.value)
}
