import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exitCodeOf, SAMPLES } from '../../helpers/histories.ts'
import { tempFiles } from '../../helpers/temp-files.ts'

/** Exit codes of an answer, and of input that is refused with a sentence. */
const CLEAN = [0, 1, 2, 64]
const tempFile = tempFiles('hostile')
const fileOf = (content: string | Uint8Array, name = 'history'): string => tempFile(name, content)

process.stderr.write(`hostile input: seed ${fc.readConfigureGlobal().seed}\n`)

describe('byte by byte', () => {
  it.each(SAMPLES)('$name: as it is, with CRLF and with a byte order mark, it has the same answer', async ({ file, text, code }) => {
    expect(await exitCodeOf(fileOf(text, file))).toBe(code)
    expect(await exitCodeOf(fileOf(text.replaceAll('\n', '\r\n'), file))).toBe(code)
    expect(await exitCodeOf(fileOf(`\ufeff${text}`, file))).toBe(code)
  })

  const mutation = fc.record({ at: fc.nat(), bytes: fc.uint8Array({ maxLength: 4 }), drop: fc.nat({ max: 6 }) })
  it.each(SAMPLES)('$name: any bytes changed, left out or put in end in a clean exit code', async ({ file, text }) => {
    const whole = new TextEncoder().encode(text)
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
        let bytes: Uint8Array = whole
        for (const { at, bytes: put, drop } of mutations) {
          const from = at % bytes.length
          bytes = Uint8Array.from([...bytes.subarray(0, from), ...put, ...bytes.subarray(from + drop)])
          if (bytes.length === 0) return
        }
        expect(CLEAN).toContain(await exitCodeOf(fileOf(bytes, file)))
      }),
      { numRuns: 80 },
    )
  })

  it.each(SAMPLES)('$name: lines that come twice, are lost or change places end in a clean exit code', async ({ file, text }) => {
    const lines = text.trimEnd().split('\n')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: lines.length - 1 }), { minLength: 1, maxLength: 8 }), async (order) => {
        expect(CLEAN).toContain(await exitCodeOf(fileOf(`${order.map((i) => lines[i]).join('\n')}\n`, file)))
      }),
      { numRuns: 40 },
    )
  })

  it('junk of any bytes, read in any format, is refused', async () => {
    const formats = ['jsonl', 'jepsen-edn', 'elle-edn', 'porcupine-etcd', 'porcupine-kv'] as const
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.constantFrom(...formats, undefined), async (bytes, format) => {
        expect(await exitCodeOf(fileOf(bytes), format === undefined ? {} : { format })).toBe(64)
      }),
      { numRuns: 150 },
    )
  })
})

describe('values of surprising types', () => {
  const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom<unknown>(-1, 2.5, 1e300, '1', null, { __proto__x: 1 }, { toString: 1, valueOf: 2 }, [[]], { balances: { a: '1' } }, { versions: [] }))
  const cases = [
    { model: 'register', functions: ['read', 'write', 'cas'] },
    { model: 'append-kv', functions: ['get', 'put', 'append'] },
    { model: 'counter', functions: ['add', 'increment', 'unlike', 'read'] },
    { model: 'set', functions: ['add', 'read'] },
    { model: 'bank', functions: ['transfer', 'read', 'ledger'] },
    { model: 'list-append', functions: ['txn'] },
  ]
  it.each(cases)('$model: any JSON as argument and answer ends in a clean exit code', async ({ model, functions }) => {
    const event = fc.record({ f: fc.constantFrom(...functions), argument: value, answer: value, type: fc.constantFrom('ok', 'fail', 'info'), key: fc.constantFrom('a', '__proto__', 'constructor', '') })
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 6 }), async (operations) => {
        const text = operations.map(({ f, argument, answer, type, key }, i) => {
          const head = { process: i, f, key, time: 10 * i }
          return `${JSON.stringify({ ...head, type: 'invoke', value: argument })}\n${JSON.stringify({ ...head, type, value: answer, time: 10 * i + 5 })}\n`
        })
        expect(CLEAN).toContain(await exitCodeOf(fileOf(text.join('')), { model, format: 'jsonl' }))
      }),
      { numRuns: 120 },
    )
  })

  it('keys that objects have by nature are keys like any other', async () => {
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const line = (type: string, f: string, v: unknown, time: number): string => `${JSON.stringify({ process: 0, type, f, key, value: v, time })}\n`
      const text = line('invoke', 'write', 1, 0) + line('ok', 'write', 1, 1) + line('invoke', 'read', null, 2) + line('ok', 'read', 2, 3)
      expect(await exitCodeOf(fileOf(text, 'h.jsonl'))).toBe(1)
      expect(await exitCodeOf(fileOf(text.replace('"value":2', '"value":1'), 'h.jsonl'))).toBe(0)
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe('events that no recorder writes', () => {
  const event = (fields: object): string => `${JSON.stringify({ process: 0, type: 'invoke', f: 'read', value: null, time: 1, ...fields })}\n`
  it.each([
    ['an invocation while one is open', event({}) + event({ time: 2 })],
    ['a completion of nothing', event({ type: 'ok' })],
    ['a completion of something else', event({}) + event({ type: 'ok', f: 'write', time: 2 })],
    ['a negative time', event({ time: -1 })],
    ['a time that is no number', event({}).replace('"time":1', '"time":NaN')],
    ['a time without end', event({}).replace('"time":1', '"time":1e999')],
    ['a time that a double cannot hold', event({ time: 2 ** 60 })],
    ['a time that goes back', event({ time: 5 }) + event({ process: 1, time: 4 })],
    ['a process that is none', event({ process: 1.5 })],
    ['half a place', event({ home: 'n1' })],
    ['an error that is none', event({}) + event({ type: 'fail', time: 2, error: [[]] })],
    ['a value without end', event({}).replace('"value":null', `"value":${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
    ['nobody but the nemesis', '{:process :nemesis, :type :info, :f :start, :value nil}\n'],
    ['a process in EDN that is none', '{:process 1.5, :type :invoke, :f :read, :value nil}\n'],
  ])('%s is refused with its line', async (_, text) => {
    expect(await exitCodeOf(fileOf(text))).toBe(64)
  })
})

describe('foreign events that no recorder writes', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const edn = (type: string, f: string, value: string, process = '0'): string => `{:process ${process}, :type :${type}, :f :${f}, :key "7", :value ${value}, :time ##NaN}\n`
  const etcd = (type: string, f: string, value: string, process = '0'): string => `INFO  jepsen.util - ${process}\t:${type}\t:${f}\t${value}\n`
  const formats = [
    { format: 'jepsen-edn', event: edn, calls: ['read', 'nil', 'write', '1'] },
    { format: 'elle-edn', event: edn, calls: ['txn', '[[:r :x nil]]', 'txn', '[[:append :x 1]]'] },
    { format: 'porcupine-kv', event: edn, calls: ['get', 'nil', 'put', '"1"'] },
    { format: 'porcupine-etcd', event: etcd, calls: ['read', 'nil', 'write', '1'] },
  ] as const

  describe.each(formats)('$format', ({ format, event, calls: [f, value, other, argument] }) => {
    const cases: readonly (readonly [string, string, number])[] = [
      ['as it should be, with times that are no numbers where there are any', event('invoke', other, argument) + event('ok', other, argument), 0],
      ['an invocation while one is open', event('invoke', f, value) + event('invoke', f, value), 64],
      // Elle's own histories may leave the invocations out.
      ['a completion of nothing', event('ok', f, value), format === 'elle-edn' ? 0 : 64],
      ['a completion of something else', event('invoke', f, value) + event('ok', format === 'elle-edn' ? 'read' : other, format === 'elle-edn' ? '1' : argument), 64],
      ['a process that is none', event('invoke', f, value, '##NaN'), 64],
      ['a value without end', event('invoke', other, deep), 64],
    ]
    it.each(cases)('%s', async (_, text, code) => {
      expect(await exitCodeOf(fileOf(text), { format })).toBe(code)
    })
  })

  it('a value that is no number is a value like any other', async () => {
    const written = edn('invoke', 'write', '##NaN') + edn('ok', 'write', '##NaN') + edn('invoke', 'read', 'nil')
    expect(await exitCodeOf(fileOf(written + edn('ok', 'read', '##NaN')))).toBe(0)
    expect(await exitCodeOf(fileOf(written + edn('ok', 'read', '1')))).toBe(1)
  })
})
