import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEDNString } from 'edn-data'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readEdnHistory } from '../../../src/history/formats/edn.ts'
import { detect, parse, readAnyHistory } from '../../../src/history/formats/read.ts'

const edn = (text: string) => [...readEdnHistory(text, 'e')].map(({ value }) => value)

describe('the EDN reader', () => {
  it('reads what histories are made of', () => {
    expect(edn('{:a 1, :b [nil true -2.5 "x\\n\\"y\\""] ; comment\n :c #{1} #_ (skipped) :d #inst "t"} (a \\x)')).toEqual([
      { ':a': 1, ':b': [null, true, -2.5, 'x\n"y"'], ':c': [1], ':d': 't' },
      ['a', 'x'],
    ])
  })

  it('agrees with edn-data on numbers, strings and nesting', () => {
    const text = '[1 -2 3.5 1e3 "a\\tb" [nil [true]] (1 (2 3)) []]'
    expect(edn(text)).toEqual(parseEDNString(text, { listAs: 'array' }))
  })

  it('keeps whole numbers apart that a double cannot tell apart', () => {
    const values = edn('[9007199254740993 9007199254740992 0.30000000000000001 0.3 1e999 -1e999 ##NaN ##Inf]')
    expect(new Set(values.map((value) => JSON.stringify(value))).size).toBe(values.length)
  })

  it.each([
    ['nesting without end', '['.repeat(100_000), 'e:1:67: nested deeper than 64'],
    ['a vector without end', '\n [1 2', 'e:2:6: the text ends before a closing ]'],
    ['a string without end', '"abc', 'the text ends inside a string'],
    ['a stray bracket', '{:a 1}\n ]', 'e:2:2: unexpected "]"'],
    ['something after the history', '[1 2]\n [3]', 'e:2:2: something follows the history'],
    ['a million discarded forms in each other', '#_ '.repeat(1_000_000), 'nested deeper than 64'],
    ['a key that stands twice', '{0 10, "0" 20}', 'the key 0 stands twice in one map'],
    ['an element that stands twice', '#{1 2 1}', 'a set has every element once'],
    ['an escape that there is not', '"a\\qb"', 'a backslash that begins no escape'],
    ['a form without end', `["${'x'.repeat(2 ** 24 + 2)}"]`, 'a form of more than 16777216 characters'],
    ['a map without a value', '{:a}', 'a map needs a value for every key'],
  ])('refuses %s, naming the place', (_, text, message) => {
    expect(() => edn(text)).toThrow(message)
  })
})

describe('foreign histories', () => {
  it('a backslash at the very end is nothing that a reader takes for an event', () => {
    expect(() => parse('porcupine-kv', '\\', 'h')).toThrow('h:1:1: an event needs')
  })

  it('Jepsen: skips the nemesis, and a read of nil says nothing', () => {
    const text = `[{:process :nemesis, :type :info, :f :start, :value nil}
      {:process 0, :type :invoke, :f :cas, :value [0 2]}
      {:process 1, :type :invoke, :f :read, :value nil}
      {:process 1, :type :ok, :f :read, :value nil}
      {:process 0, :type :fail, :f :cas, :value [0 2]}]`
    const { operations, remarks, register, lines } = parse('jepsen-edn', text, 'h')
    expect(operations).toMatchObject([{ f: 'cas', value: [0, 2], type: 'fail', call: 0, ret: 3000 }, { f: 'read', type: 'ok' }])
    expect(operations.some((op) => 'result' in op)).toBe(false)
    expect(remarks).toEqual(['h: skipped what :nemesis did'])
    expect(register).toEqual({ initial: 0, failedCas: 'nothing' })
    expect(lines).toEqual([2, 3])
  })

  it('etcd: a timed-out write is unknown, a read of nil saw an empty register', () => {
    const text = 'INFO  jepsen.util - 0\t:invoke\t:read\tnil\nINFO  jepsen.util - 1\t:invoke\t:write\t4\nINFO  jepsen.util - 0\t:ok\t:read\tnil\nINFO  jepsen.util - 1\t:info\t:write\t:timed-out\n'
    expect(parse('porcupine-etcd', text, 'h').operations).toMatchObject([
      { f: 'read', type: 'ok', result: null },
      { f: 'write', type: 'info', value: 4, ret: Infinity },
    ])
  })

  it('key-value: keeps the key', () => {
    const text = '{:process 0, :type :invoke, :f :get, :key "7", :value nil}\n{:process 0, :type :ok, :f :get, :key "7", :value "x"}'
    expect(parse('porcupine-kv', text, 'h').operations).toMatchObject([{ f: 'get', key: '7', result: 'x' }])
  })

  it.each([
    ['{"process":1,', 'jsonl'],
    ['INFO  jepsen.util - 0\t:invoke\t:read\tnil', 'porcupine-etcd'],
    ['; text\n({:type :invoke, :f :write', 'jepsen-edn'],
    ['{:process 0, :type :invoke, :f :get, :key', 'porcupine-kv'],
    ['hello', null],
  ])('knows the format of %s', (head, format) => {
    expect(detect(head)).toBe(format)
  })
})

describe('files', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'capcheck-formats-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('a foreign file too large to be read whole ends in a clear error', async () => {
    const path = join(folder, 'large.edn')
    await writeFile(path, '[{:process 0, :type :invoke, :f :read, :value "')
    await truncate(path, 2 ** 30)
    await expect(readAnyHistory(path)).rejects.toThrow('1073741824 bytes are too many for a foreign history')
  })

  it('our own file with a line of a gigabyte ends in a clear error', async () => {
    const path = join(folder, 'large.jsonl')
    await writeFile(path, '{"process":1,"value":"')
    await truncate(path, 2 ** 30)
    await expect(readAnyHistory(path)).rejects.toThrow(':1:1048577: the line is longer than 1048576 characters')
  })

  it('a file in no known format says which ones are known', async () => {
    const path = join(folder, 'note.txt')
    await writeFile(path, 'hello')
    await expect(readAnyHistory(path)).rejects.toThrow('no history in a format that capcheck knows')
  })
})
