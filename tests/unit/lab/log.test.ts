import { describe, expect, it } from 'vitest'
import { appended, readLog, seedOf, type LogEntry } from '../../../src/lab/log.ts'

const time = '2026-11-23T10:00:00.000Z'
const ENTRIES: readonly LogEntry[] = [
  { what: 'started', time, lab: '01-test', definition: 'a'.repeat(64), version: '0.1.0', nonce: 'n' },
  { what: 'locked', time, predictions: { letter: 'CP' } },
  { what: 'ran', time, attempt: 1, evidence: 'b'.repeat(64) },
  { what: 'submitted', time, sheet: 'c'.repeat(64) },
]
const LOG = ENTRIES.reduce(appended, '')

describe('the log of a lab', () => {
  it('is read back, and its chain holds', () => {
    const { lines, brokenAt } = readLog(LOG, 'lab.log')
    expect(lines.map(({ entry }) => entry)).toEqual(ENTRIES)
    expect(brokenAt).toBeNull()
  })

  it.each([
    ['a prediction changed', (lines: string[]) => lines.with(1, lines[1]!.replace('CP', 'AP')), 2],
    ['a line taken out', (lines: string[]) => lines.toSpliced(1, 1), 2],
    ['two lines in another order', (lines: string[]) => [lines[0]!, lines[2]!, lines[1]!, lines[3]!], 2],
    ['a line put in', (lines: string[]) => lines.toSpliced(2, 0, lines[1]!), 3],
    ['the beginning changed', (lines: string[]) => lines.with(0, lines[0]!.replace('"n"', '"m"')), 1],
  ])('%s: the chain breaks there', (_what, change, line) => {
    const rows = LOG.trimEnd().split('\n')
    expect(readLog(`${change(rows).join('\n')}\n`, 'lab.log').brokenAt).toBe(line)
  })

  it.each([
    ['nothing', '', 1],
    ['half a line', LOG.trimEnd(), 1],
    ['a line of something else', `${LOG}hello\n`, 5],
    ['an entry with a field too many', LOG.replace('"nonce"', '"more":1,"nonce"'), 1],
    ['a name of an object of JavaScript', LOG.replace('"CP"', '{"__proto__":1}'), 2],
    ['a thousand and one lines', LOG.repeat(251), 1],
  ])('%s is no log', (_what, text, line) => {
    expect(() => readLog(text, 'lab.log')).toThrow(`lab.log:${line}:`)
  })
})

describe('the seed of a run', () => {
  it('follows from the lock and the attempt', () => {
    const [one, other] = [readLog(LOG, 'l'), readLog(LOG.replace('CP', 'AP'), 'l')].map(({ lines }) => lines[1]!.hash)
    // The hash in the file is taken as it stands: that it is not the hash of its text is what brokenAt says.
    expect(one).toBe(other)
    expect(new Set([seedOf(one!, 1), seedOf(one!, 2), seedOf('other', 1)]).size).toBe(3)
    expect(seedOf(one!, 1)).toBe(seedOf(one!, 1))
    for (let attempt = 1; attempt < 100; attempt++) expect(seedOf(one!, attempt)).toSatisfy((seed: number) => Number.isInteger(seed) && seed >= 0 && seed <= 0x7fffffff)
  })
})
