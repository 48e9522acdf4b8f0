import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkHistory, readHistoryFile } from '../../src/pipeline/check-history.ts'
import { cli } from '../helpers/cli.ts'

/** Histories of other projects with known answers lie beside the repository, or where the environment says. */
const corpus = process.env['CAPCHECK_CORPUS'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus')
const manifest = join(corpus, 'manifest.json')
const LIMIT_MS = 2000

interface Entry {
  readonly file: string
  readonly format: string
  readonly linearizable?: boolean
  readonly anomalies?: readonly string[] | null
}

const missing = `no corpus at ${corpus}; set CAPCHECK_CORPUS to a folder with manifest.json`
const entries = knownAnswers()
const judged = entries.filter(({ linearizable }) => typeof linearizable === 'boolean')
const transactions = entries.filter(({ format }) => format === 'elle-edn')

it('the corpus is there, or its absence was said where skips are allowed', () => {
  const forbidden = process.env['CAPCHECK_FORBID_SKIPS'] === '1'
  expect(entries.length === 0 && forbidden ? missing : 'fine').toBe('fine')
})

describe.each([...Map.groupBy(judged, ({ format }) => format)])('corpus: %s', (format, own) => {
  it.each(own)(`$file: linearizable is $linearizable, within ${LIMIT_MS} ms`, async ({ file, linearizable }) => {
    const history = await readHistoryFile(join(corpus, file))
    expect(history.format).toBe(format)
    const began = performance.now()
    const answer = await checkHistory(history)
    const milliseconds = performance.now() - began
    expect(answer.valid).toBe(linearizable)
    expect(milliseconds).toBeLessThan(LIMIT_MS)
    // The fewest operations of an invalid history, confirmed by brute force; a valid one has none.
    expect(answer.violations[0]?.confirmed).toBe(linearizable ? undefined : true)
  })
})

describe('corpus: elle-edn', () => {
  it.each(transactions)('$file: anomalies $anomalies', async ({ file, anomalies }) => {
    const answer = await checkHistory(await readHistoryFile(join(corpus, file)))
    expect(answer.model).toBe('list-append')
    for (const name of anomalies ?? []) expect(answer.summary).toContain(name)
    // No answer was published for some: they only have to get one.
    expect(answer.valid === false || (anomalies === null && answer.valid === true)).toBe(true)
  })
})

/** One file of every kind by the command itself, in a process and a thread of its own. */
describe('corpus: capcheck check', () => {
  const kinds = [...Map.groupBy(entries, ({ format, linearizable }) => `${format} ${linearizable}`).values()].map((group) => group[0]!)
  it.each(kinds)('$file: exit code and witness', async ({ file, format, linearizable, anomalies }) => {
    const valid = linearizable ?? !anomalies
    const { code, stdout } = await cli(['check', join(corpus, file), '--format', format])
    if (anomalies !== null) expect(code).toBe(valid ? 0 : 1)
    expect(stdout).toMatch(code === 0 ? /^valid: / : /^NOT valid: [^]*Contradiction.*, confirmed by a second routine:/)
  })
})

function knownAnswers(): readonly Entry[] {
  if (!existsSync(manifest)) {
    process.stderr.write(`corpus tests skipped: ${missing}\n`)
    return []
  }
  return JSON.parse(readFileSync(manifest, 'utf8')) as readonly Entry[]
}
