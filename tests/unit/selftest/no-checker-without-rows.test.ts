import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { GUARANTEES } from '../../../src/checker/sessions/guarantees.ts'
import type { RowKind } from '../../../src/selftest/row.ts'
import { ROWS } from '../../../src/selftest/rows/rows.ts'
import { WORKLOADS } from '../../../workloads/index.ts'

const CHECKER = new URL('../../../src/checker/', import.meta.url)

/** The text of all files of a folder of src/checker. */
function sources(folder: string): string {
  const names = readdirSync(new URL(folder, CHECKER), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  return names.map((name) => readFileSync(new URL(`${folder}${name}`, CHECKER), 'utf8')).join('\n')
}

function all(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].flatMap((match) => match.slice(1).filter((name) => name !== undefined)))]
}

/** Every function that is a `Check`, by its declaration. */
const checks = all(sources('./'), /export (?:function (\w+)\([^)]*\): CheckResult \{|const (\w+): Check\b)/g)
/** Every algorithm that may decide a register. */
const algorithms = all(/type Algorithm = (.*)/.exec(sources('linearizability/'))![1]!, /'([\w-]+)'/g)
/** Every anomaly that a model forbids or that is reported by name. */
const anomalies = [
  ...all(all(sources('transactions/'), /forbids: \[([^\]]*)\]/g).join(), /'([\w-]+)'/g),
  ...all(sources('transactions/'), /\badd\(\s*'([\w-]+)'/g),
]

const checkers = [
  ...checks,
  ...algorithms.map((name) => `linearizability/${name}`),
  ...GUARANTEES.map((name) => `sessions/${name}`),
  ...new Set(anomalies.map((name) => `listAppend/${name}`)),
  'bankLedger/split',
  'pacelc',
]

describe('no checker without rows', () => {
  it('the checkers are found in the sources', () => {
    expect(checks).toEqual(expect.arrayContaining(['bankLedger', 'counterExact', 'linearizability', 'listAppend', 'probes', 'sessions', 'sets']))
    expect(algorithms).toEqual(expect.arrayContaining(['unique-values', 'depth-first', 'frontier']))
    expect(anomalies).toEqual(expect.arrayContaining(['G0', 'G1a', 'G1b', 'G1c', 'G-single', 'G2-item', 'G-single-realtime', 'lost-update', 'internal', 'dirty-update']))
  })

  it.each(WORKLOADS.flatMap(({ name, checks: own }) => own.map((check) => ({ name, check: check.name }))))('$check of $name is one of them', ({ check }) => {
    expect(checks).toContain(check)
  })

  it.each(checkers.flatMap((checker) => (['mutation', 'random', 'valid'] as const satisfies readonly RowKind[]).map((kind) => ({ checker, kind }))))('$checker has a row of kind $kind', ({ checker, kind }) => {
    const rows = ROWS.filter((row) => row.kind === kind && row.checkers.some((name) => name === checker || name.startsWith(`${checker}/`)))
    expect(rows.map(({ id }) => id)).not.toEqual([])
  })

  it('every row is of checkers that exist, and has an id of its own', () => {
    expect(ROWS.flatMap((row) => row.checkers).filter((name) => !checkers.includes(name) && name !== 'verdict')).toEqual([])
    expect(new Set(ROWS.map(({ id }) => id)).size).toBe(ROWS.length)
  })
})
