import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkHistory, readHistoryFile, type CheckOptions } from '../../../src/pipeline/check-history.ts'
import { exportedLines } from '../../../src/pipeline/export-history.ts'
import { SAMPLES } from '../../helpers/histories.ts'
import { tempFiles } from '../../helpers/temp-files.ts'

const fileOf = tempFiles('export')

/** The answer on a history, and that on its export. */
async function twice(path: string, options: CheckOptions = {}) {
  const history = await readHistoryFile(path)
  const lines = [...(await exportedLines(history, options))]
  const again = await readHistoryFile(fileOf('again.edn', `${lines.join('\n')}\n`))
  return { lines, before: await checkHistory(history, options), after: await checkHistory(again) }
}

describe('exported histories', () => {
  it.each(SAMPLES)('$name: read back, it has the same answer', async ({ file, text, code }) => {
    const { before, after } = await twice(fileOf(file, text))
    expect(after.valid).toBe(before.valid)
    expect(after.valid).toBe(code === 0)
    expect(after.model).toBe(before.model)
  })

  const events = fc.array(
    fc.record({ process: fc.nat({ max: 3 }), f: fc.constantFrom('read', 'write', 'cas'), key: fc.constantFrom('x', '1', '__proto__'), a: fc.constantFrom(null, 0, 1, 'one'), b: fc.constantFrom(null, 0, 1, 2), type: fc.constantFrom('ok', 'fail', 'info'), gap: fc.nat({ max: 2 }), long: fc.nat({ max: 6 }) }),
    { minLength: 1, maxLength: 7 },
  )
  it('registers of any values, with equal times, nulls, unknown outcomes and failed swaps that saw something', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (drafts) => {
        const { before, after } = await twice(fileOf('random.jsonl', registerHistory(drafts)), { model: 'register', initial: null })
        expect(after.valid).toBe(before.valid)
      }),
      { numRuns: 250 },
    )
  })

  it('what Jepsen knows is written as Jepsen writes it', async () => {
    const at = (process: number, type: string, f: string, value: unknown, time: number): string => `${JSON.stringify({ process, type, f, key: 'p', value, time })}\n`
    const likes = at(0, 'invoke', 'like', { id: 7 }, 5) + at(0, 'ok', 'like', { id: 7 }, 6) + at(0, 'invoke', 'read', null, 7) + at(0, 'ok', 'read', 1, 8)
    const { lines } = await twice(fileOf('likes.jsonl', likes))
    expect(lines[0]).toBe('{:index 0, :process 0, :type :invoke, :f :add, :value ["p" 1], :time 5, :id 7}')
    expect(lines[3]).toBe('{:index 3, :process 0, :type :ok, :f :read, :value ["p" 1], :time 8}')
    const swaps = at(0, 'invoke', 'cas', [1, 2], 5) + at(0, 'fail', 'cas', 9, 6)
    const { lines: register } = await twice(fileOf('swaps.jsonl', swaps), { initial: null })
    expect(register).toEqual([
      '{:index 0, :process 1, :type :invoke, :f :write, :value ["p" :null], :time 3, :phase :setup}',
      '{:index 1, :process 1, :type :ok, :f :write, :value ["p" :null], :time 4, :phase :setup}',
      '{:index 2, :process 0, :type :invoke, :f :cas, :value ["p" [1 2]], :time 5}',
      '{:index 3, :process 0, :type :fail, :f :cas, :value ["p" [1 2]], :time 6, :seen ["p" 9]}',
    ])
  })

  it('a bank of ours keeps versions, ledgers and the phase in which they were read', async () => {
    const place = { home: 'n1', node: 'n1', side: 'majority' }
    const at = (type: string, f: string, value: unknown, time: number, phase: string): string => `${JSON.stringify({ process: 0, type, f, value, time, ...place, phase })}\n`
    const transfer = { id: 'x1', from: 'a', to: 'b', amount: 1 }
    const lost =
      at('invoke', 'transfer', transfer, 11, 'before') +
      at('ok', 'transfer', { versions: { a: 1, b: 1 } }, 12, 'before') +
      at('invoke', 'read', null, 13, 'after') +
      at('ok', 'read', { balances: { a: 9, b: 11 }, versions: { a: 1, b: 1 } }, 14, 'after') +
      at('invoke', 'ledger', null, 15, 'after') +
      at('ok', 'ledger', [], 16, 'after')
    const { before, after, lines } = await twice(fileOf('bank.jsonl', lost), { initial: { a: 10, b: 10 } })
    expect(before.summary).toBe('1 of 1 acknowledged transfers are gone.')
    expect(after.summary).toBe(before.summary)
    expect(after.violations[0]!.explanation).toEqual(before.violations[0]!.explanation)
    expect(lines[0]).toContain(':f :read')
    expect(lines[2]).toContain(':value {:id "x1", :from "a", :to "b", :amount 1}')
    expect(lines[5]).toContain(':value {"a" 9, "b" 11}')
  })
})

interface Draft {
  readonly process: number
  readonly f: string
  readonly key: string
  readonly a: unknown
  readonly b: unknown
  readonly type: string
  readonly gap: number
  readonly long: number
}

/**
 * One operation a process at a time; ends and beginnings of different processes fall together often. Those of one process
 * never do: equal times count as concurrent in our files, and no order of lines in EDN can say that of one process.
 */
function registerHistory(drafts: readonly Draft[]): string {
  const free = new Map<number, number>()
  let now = 0
  const events = drafts.flatMap(({ process, f, key, a, b, type, gap, long }, i) => {
    now += gap
    const call = Math.max(now, (free.get(process) ?? -1) + 1)
    now = call
    const ret = call + long
    free.set(process, ret)
    const argument = f === 'read' ? null : f === 'write' ? a : [a, b]
    const answer = f === 'read' ? a : f === 'cas' && type === 'fail' ? b : argument
    const head = { process, f, key }
    return [
      { time: call, order: 2 * i, event: { ...head, type: 'invoke', value: argument, time: call } },
      { time: ret, order: 2 * i + 1, event: { ...head, type, value: answer, time: ret } },
    ]
  })
  return events
    .toSorted((x, y) => x.time - y.time || x.order - y.order)
    .map(({ event }) => `${JSON.stringify(event)}\n`)
    .join('')
}
