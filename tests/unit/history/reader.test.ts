import { describe, expect, it } from 'vitest'
import type { HistoryEvent } from '../../../src/core/event.ts'
import { parseHistory } from '../../../src/history/reader.ts'

const event = (fields: Partial<HistoryEvent> = {}): HistoryEvent => ({
  process: 1,
  type: 'invoke',
  f: 'write',
  key: 'k1',
  value: 7,
  time: 10,
  home: 'n1',
  node: 'n1',
  side: 'majority',
  phase: 'steady',
  ...fields,
})

const bytes = (text: string): Uint8Array[] => [new TextEncoder().encode(text)]
const lines = (...events: unknown[]): string => events.map((e) => `${JSON.stringify(e)}\n`).join('')

describe('the history reader', () => {
  it('returns the events of all lines, wherever the chunks are cut', async () => {
    const events = [event({ value: 'ä€😀' }), event({ process: 2, time: 11 }), event({ process: 3, time: 12 })]
    const [all] = bytes(lines(...events))
    for (let size = 1; size < 40; size++) {
      const chunks = Array.from({ length: Math.ceil(all!.length / size) }, (_, i) => all!.subarray(i * size, (i + 1) * size))
      expect(await parseHistory(chunks, 'h')).toEqual({ events, remarks: [] })
    }
  })

  it('accepts a last line without newline when it is whole', async () => {
    expect((await parseHistory(bytes(lines(event()).trimEnd()), 'h')).events).toHaveLength(1)
  })

  it('drops a last line that was cut off, with a remark', async () => {
    const text = lines(event(), event({ process: 2 }))
    for (let cut = text.indexOf('\n') + 2; cut < text.length - 1; cut++) {
      const history = await parseHistory(bytes(text.slice(0, cut)), 'h.jsonl')
      expect(history.events).toHaveLength(1)
      expect(history.remarks).toEqual(['h.jsonl: the last line (2) is cut off and was left out'])
    }
  })

  it('an empty file is an empty history', async () => {
    expect(await parseHistory([], 'h')).toEqual({ events: [], remarks: [] })
  })

  it.each([
    ['text that is no JSON', `${lines(event())}{"process":1,,}\n${lines(event())}`, 'h:2:14: this is not JSON'],
    ['a line cut off in the middle of the file', `${lines(event())}{"process":1\n${lines(event())}`, 'h:2:13: this is not JSON'],
    ['two events in one line', `${JSON.stringify(event())},${lines(event())}`, 'h:1:'],
    ['an empty line', `${lines(event())}\n${lines(event())}`, 'h:2:1: this is not JSON'],
    ['a value that is no event', lines(event(), [1]), 'h:2:1: a line must hold one JSON object'],
    ['a missing field', lines({ ...event(), process: undefined }), 'h:1:1: "process" must be a whole number from 0; it is missing'],
    ['a type that does not exist', lines({ ...event(), type: 'okay' }), 'h:1:1: "type" must be invoke, ok, fail or info; got "okay"'],
    ['a phase that does not exist', lines({ ...event(), phase: 'later' }), 'h:1:1: "phase" must be one of setup, before'],
  ])('names file, line and column of %s', async (_, text, message) => {
    await expect(parseHistory(bytes(text), 'h')).rejects.toThrow(message)
  })

  it('refuses a line without end before it fills the memory', async () => {
    let read = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (; read < 1000; read++) yield new TextEncoder().encode('x'.repeat(1000))
    }
    await expect(parseHistory(endless(), 'h', { maxLineLength: 10_000 })).rejects.toThrow('h:1:10001: the line is longer than 10000 characters')
    expect(read).toBeLessThan(20)
    await expect(parseHistory(bytes(lines(event({ f: 'x'.repeat(300) }))), 'h', { maxLineLength: 200 })).rejects.toThrow('longer than 200')
  })
})
