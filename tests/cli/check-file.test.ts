import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { linearizableHistory } from '../../src/selftest/generate/register.ts'
import { cli } from '../helpers/cli.ts'
import { SAMPLES } from '../helpers/histories.ts'

const folder = mkdtempSync(join(tmpdir(), 'capcheck-check-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fileOf = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const event = (process: number, type: string, f: string, value: unknown, time: number): string => `${JSON.stringify({ process, type, f, value, time })}\n`
/** A write of 1, then a read of 2 that somebody had written earlier. */
const STALE = event(0, 'invoke', 'write', 2, 0) + event(0, 'ok', 'write', 2, 10) + event(0, 'invoke', 'write', 1, 20) + event(0, 'ok', 'write', 1, 30) + event(1, 'invoke', 'read', null, 40) + event(1, 'ok', 'read', 2, 50)

describe('capcheck check <history file>', () => {
  it.each(SAMPLES)('$name: the model is found out, the exit code says the answer', async ({ file, text, code: expected }) => {
    const { code, stdout } = await cli(['check', fileOf(file, text)])
    expect(stdout).toMatch(expected === 0 ? /^valid: / : /^NOT valid: /)
    expect(code).toBe(expected)
  })

  it('a violation comes with its operations, why they contradict, and the longest order', async () => {
    const { code, stdout } = await cli(['check', fileOf('stale.jsonl', STALE)])
    expect(stdout).toMatch(/Contradiction in 3 operations, confirmed by a second routine:/)
    expect(stdout).toMatch(/write = 1 by process 0, acknowledged/)
    expect(stdout).toMatch(/A linearizable register must return 1 by then, or something newer\./)
    expect(stdout).toMatch(/Longest order found: \d of 3 operations; it stops before: write = 1 by process 0, acknowledged/)
    expect(code).toBe(1)
  })

  it('a contradiction that no second routine could confirm in its time is said to be unconfirmed', async () => {
    // Many operations at once, and no time to leave any out.
    const history = linearizableHistory(2, { operations: 200, span: 20, unique: false, unknown: 0, failedSwaps: true })
    const wrong = history.findLast(({ f, type }) => f === 'read' && type === 'ok')
    const events = history.flatMap(({ index, f, value, result, type, call, ret }) => [
      { time: call, line: event(index, 'invoke', f, value, 1000 + call) },
      { time: ret, line: event(index, type, f, f !== 'read' ? value : index === wrong?.index ? 777 : (result ?? null), 1000 + ret) },
    ])
    const path = fileOf('crowd.jsonl', events.toSorted((a, b) => a.time - b.time).map(({ line }) => line).join(''))
    const { code, stdout } = await cli(['check', path, '--initial', '0', '--budget', '0.000001'])
    expect(stdout).toMatch(/Contradiction in \d+ operations, not confirmed by a second routine:/)
    expect(code).toBe(1)
  })

  it('--json prints the same as one JSON value', async () => {
    const { code, stdout } = await cli(['check', fileOf('stale.jsonl', STALE), '--json', '--model', 'register'])
    expect(JSON.parse(stdout)).toMatchObject({ format: 'jsonl', model: 'register', valid: false, operations: 3, violations: [{ confirmed: true, size: 3 }], progress: [{ operations: 3, why: null }] })
    expect(code).toBe(1)
  })

  it('an answer that takes too long is unknown, with how far it got and why', async () => {
    // Writes of two values, all open at once, and reads that take turns: no rule but search decides.
    const writes = Array.from({ length: 40 }, (_, i) => event(i, 'invoke', 'add', 2 ** i, i)).join('')
    const ends = Array.from({ length: 40 }, (_, i) => event(i, 'ok', 'add', 2 ** i, 1000 + i)).join('')
    const reads = event(100, 'invoke', 'read', null, 500) + event(100, 'ok', 'read', 2 ** 40 - 2 ** 20 - 1, 501) + event(100, 'invoke', 'read', null, 502) + event(100, 'ok', 'read', 2 ** 40 - 2 ** 21 - 3, 503)
    const { code, stdout } = await cli(['check', fileOf('sums.jsonl', writes + reads + ends), '--model', 'counter', '--budget', '0.5'])
    expect(stdout).toMatch(/^unknown: /)
    expect(stdout).toMatch(/Not decided.*: the time set for the search was used up/)
    expect(stdout).toMatch(/Longest order found: \d+ of 42 operations; .* No answer: the time set for the search was used up\./)
    expect(code).toBe(2)
  })

  it('--initial says how a history began', async () => {
    const path = fileOf('initial.jsonl', event(0, 'invoke', 'read', null, 0) + event(0, 'ok', 'read', 5, 1))
    expect((await cli(['check', path, '--model', 'register'])).code).toBe(1)
    expect((await cli(['check', path, '--model', 'register', '--initial', '5'])).code).toBe(0)
    expect((await cli(['check', path, '--model', 'counter', '--initial', '5'])).code).toBe(0)
  })

  it('--isolation weakens what transactions must fit', async () => {
    // Write skew: each of two transactions misses what the other appends.
    const path = fileOf('skew.edn', SAMPLES.find(({ name }) => name === 'elle-edn')!.text)
    expect((await cli(['check', path])).code).toBe(1)
    expect((await cli(['check', path, '--isolation', 'snapshot-isolation'])).code).toBe(0)
  })
})

describe('a lane of a run', () => {
  const placed = (process: number, type: string, f: string, key: string, value: unknown, time: number, phase: string): string =>
    `${JSON.stringify({ process, type, f, key, value, time, home: 'n1', node: 'n1', side: 'majority', phase })}\n`
  const read = placed(0, 'invoke', 'read', 'p0', null, 10, 'before') + placed(0, 'ok', 'read', 'p0', 0, 20, 'before')

  it('without its trial the first value is not known, and the command says so', async () => {
    const { code, stderr } = await cli(['check', fileOf('alone.jsonl', read), '--model', 'register'])
    expect(stderr).toMatch(/the first value of key p0 is not known[^]*--initial 0/)
    expect(code).toBe(64)
  })

  it('what setup wrote is known from the history', async () => {
    const text = placed(0, 'invoke', 'write', 'p0', 0, 1, 'setup') + placed(0, 'ok', 'write', 'p0', 0, 2, 'setup') + read
    expect((await cli(['check', fileOf('setup.jsonl', text)])).code).toBe(0)
  })

  it('with its trial it has the lane and the first values', async () => {
    const trial = join(folder, 'trial')
    mkdirSync(trial)
    writeFileSync(join(trial, 'register.jsonl'), read)
    writeFileSync(join(trial, 'trial.json'), JSON.stringify({ lanes: [{ workload: 'register', history: 'register.jsonl', facts: { initial: 0 } }] }))
    const { code, stdout } = await cli(['check', join(trial, 'register.jsonl')])
    expect(stdout).toMatch(/^valid: .* as register/)
    expect(code).toBe(0)
    writeFileSync(join(trial, 'trial.json'), '{')
    const broken = await cli(['check', join(trial, 'register.jsonl')])
    expect(broken.stderr).toMatch(/trial\.json, which lies beside the history.*cannot be read/)
    expect(broken.code).toBe(64)
  })
})

describe('input that is refused, with exit code 64', () => {
  const fifo = join(folder, 'fifo')
  execFileSync('mkfifo', [fifo])
  it.each([
    ['a missing file', [join(folder, 'not-there')], /there is no file or folder .*not-there/],
    ['a folder that is no run', [folder], /is not a run folder/],
    ['a pipe', [fifo], /is no regular file/],
    ['a device', ['/dev/zero'], /is no regular file/],
    ['an empty file', [fileOf('empty', '')], /empty:1:1: the file is empty/],
    ['binary junk', [fileOf('junk', '\u0000\u0001\u0002')], /junk:1:1: this is no history in a format that capcheck knows/],
    ['another format than the file has', [fileOf('a.jsonl', STALE), '--format', 'jepsen-edn'], /a\.jsonl:1:1: an event needs :process/],
    ['an unknown format', [fileOf('b.jsonl', STALE), '--format', 'csv'], /no format "csv"; allowed: jsonl, jepsen-edn/],
    ['an unknown model', [fileOf('c.jsonl', STALE), '--model', 'queue'], /no model "queue"/],
    ['a model that does not fit', [fileOf('d.jsonl', STALE), '--model', 'set'], /d\.jsonl:1:1: write by process 0: the model set knows add, read/],
    ['operations of no model', [fileOf('e.jsonl', event(0, 'invoke', 'dance', 1, 0))], /not clear which model.*dance[^]*--model: register/],
    ['an initial value that is no JSON', [fileOf('f.jsonl', STALE), '--initial', 'zero'], /--initial zero is no JSON value/],
    ['an initial value where there is none', [fileOf('g.edn', SAMPLES[6]!.text), '--initial', '1'], /--initial does not fit the model list-append/],
    ['no time', [fileOf('h.jsonl', STALE), '--budget', '0'], /--budget.*'0' is invalid.*above 0/],
    ['an option for files with a folder', [folder, '--model', 'set'], /--model is for history files/],
    ['tuples that are none', [fileOf('i.edn', SAMPLES[3]!.text), '--independent'], /i\.edn:1:1: the value 1 is no tuple/],
    ['an event with a bad field', [fileOf('j.jsonl', STALE + event(0, 'okay', 'read', 1, 60))], /j\.jsonl:7:1: "type" must be invoke, ok, fail or info; got "okay"/],
    ['bytes that are no UTF-8', [fileOf('k.jsonl', STALE)], /k\.jsonl:7:7: these bytes are no UTF-8/],
  ])('%s', async (_, args, message) => {
    if (args[0]!.endsWith('k.jsonl')) writeFileSync(args[0]!, Buffer.concat([readFileSync(args[0]!), Buffer.from('{"f":"äa', 'latin1'), Buffer.from('b\n')]))
    const { code, stdout, stderr } = await cli(['check', ...args])
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(code).toBe(64)
  })
})

describe('size', () => {
  const MB = 1024
  /** The highest peak memory of the processes of a command, in kilobytes, beside how it ended. */
  const measured = async (...args: string[]) => {
    const figures = fileOf('rss', '')
    // Without double quotes, which NODE_OPTIONS keeps for itself.
    const report = "data:text/javascript,import{appendFileSync}from'node:fs';process.on('exit',()=>appendFileSync(process.env.RSS_FILE,process.resourceUsage().maxRSS+','))"
    const finished = await cli(['check', ...args], { NODE_OPTIONS: `--import=${report}`, RSS_FILE: figures })
    const peaks = readFileSync(figures, 'utf8').split(',').filter((kb) => kb !== '')
    // The command and the process that reads: without one of them the figure would say nothing.
    expect(peaks).toHaveLength(2)
    return { ...finished, rss: Math.max(...peaks.map(Number)) }
  }

  it.each([
    ['jsonl', '{"process":0,"type":"invoke","f":"', /:1:1048577: the line is longer than 1048576 characters/],
    ['jepsen-edn', '{:process 0, :type :invoke, :f :read, :value "', /1073741824 bytes are too many for a foreign history/],
    ['porcupine-etcd', 'INFO  jepsen.util - 0\t:invoke\t:read\t', /1073741824 bytes are too many for a foreign history/],
  ])('a line of a gigabyte in %s is refused in little memory', async (_, beginning, message) => {
    const path = fileOf('gigabyte', beginning)
    truncateSync(path, 2 ** 30)
    const { code, stderr, rss } = await measured(path)
    rmSync(path)
    expect(stderr).toMatch(message)
    expect(code).toBe(64)
    expect(rss).toBeLessThan(250 * MB)
  })

  it('a million brackets are refused', async () => {
    const { code, stderr } = await measured(fileOf('deep.edn', `{:process 0, :type :invoke, :f :read, :value ${'['.repeat(1e6)}`))
    expect(stderr).toMatch(/deep\.edn:1:\d+: nested deeper than 64/)
    expect(code).toBe(64)
  })

  it('a long line of digits takes no quadratic time', async () => {
    const { code } = await measured(fileOf('digits.log', `0\t:invoke\t:read\tnil\n${'1'.repeat(4e6)}\n${' '.repeat(4e6)}x\n`))
    expect(code).toBe(0)
  })

  it('a million operations of unknown outcome on one key have an answer', async () => {
    const lines = Array.from({ length: 1e6 }, (_, i) => event(i, 'invoke', 'write', i % 5, i))
    const end = event(1e6, 'invoke', 'read', null, 1e6) + event(1e6, 'ok', 'read', 3, 1e6 + 1)
    const { code, rss } = await measured(fileOf('million.jsonl', lines.join('') + end), '--budget', '30')
    expect([0, 2]).toContain(code)
    expect(rss).toBeLessThan(2500 * MB)
  }, 180_000)
})
