import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkLinearizable } from '../../src/checker/linearizability/linearizable.ts'
import { modelFor } from '../../src/checker/models/by-kind.ts'
import { readAnyHistory } from '../../src/history/formats/read.ts'

/** Histories of other projects with known answers lie beside the repository, or where the environment says. */
const corpus = process.env['CAPCHECK_CORPUS'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus')
const manifest = join(corpus, 'manifest.json')
const LIMIT_MS = 2000

interface Entry {
  readonly file: string
  readonly format: string
  readonly linearizable?: boolean
}

const missing = `no corpus at ${corpus}; set CAPCHECK_CORPUS to a folder with manifest.json`
const entries = knownAnswers()

it('the corpus is there, or its absence was said where skips are allowed', () => {
  const forbidden = process.env['CAPCHECK_FORBID_SKIPS'] === '1'
  expect(entries.length === 0 && forbidden ? missing : 'fine').toBe('fine')
})

describe.each([...Map.groupBy(entries, ({ format }) => format)])('corpus: %s', (format, own) => {
  it.each(own)(`$file: linearizable is $linearizable, within ${LIMIT_MS} ms`, async ({ file, linearizable }) => {
    const history = await readAnyHistory(join(corpus, file))
    expect(history.format).toBe(format)
    const began = performance.now()
    const result = checkLinearizable(history.operations, modelFor(history.object))
    const milliseconds = performance.now() - began
    expect(result.valid).toBe(linearizable)
    expect(milliseconds).toBeLessThan(LIMIT_MS)
    // The fewest operations of an invalid history, confirmed by brute force; a valid one has none.
    expect(result.violations[0]?.confirmed).toBe(linearizable ? undefined : true)
  })
})

function knownAnswers(): readonly Entry[] {
  if (!existsSync(manifest)) {
    process.stderr.write(`corpus tests skipped: ${missing}\n`)
    return []
  }
  const all = JSON.parse(readFileSync(manifest, 'utf8')) as readonly Entry[]
  return all.filter(({ linearizable }) => typeof linearizable === 'boolean')
}
