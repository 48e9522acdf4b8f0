import { describe, expect, it } from 'vitest'
import { Utf8 } from '../../../src/history/utf8.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('UTF-8 block by block', () => {
  it('joins characters that are cut in two', () => {
    const all = bytes('ä€😀x')
    for (let cut = 0; cut <= all.length; cut++) {
      const utf8 = new Utf8('f')
      expect(utf8.decode(all.subarray(0, cut)) + utf8.decode(all.subarray(cut))).toBe('ä€😀x')
      expect(utf8.endsInCharacter()).toBe(false)
    }
  })

  it('names line and column of the first byte that is none, in whichever block', () => {
    const first = bytes('one\ntwö')
    const bad = Uint8Array.from([...bytes('x\ny'), 0xff, 0x41])
    const utf8 = new Utf8('f')
    utf8.decode(first)
    expect(() => utf8.decode(bad)).toThrow('f:3:2: these bytes are no UTF-8')
    const alone = new Utf8('f')
    alone.decode(first)
    expect(() => alone.decode(Uint8Array.of(0xff))).toThrow('f:2:4: these bytes are no UTF-8')
  })

  it('knows a text that ends inside a character', () => {
    const utf8 = new Utf8('f')
    expect(utf8.decode(bytes('aé').subarray(0, 2))).toBe('a')
    expect(utf8.endsInCharacter()).toBe(true)
  })
})
