import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readKey } from '../../../src/lab/grade/key.ts'
import { readLabs } from '../../../src/lab/labs.ts'
import { rowsOf } from '../../../src/lab/rows.ts'
import { parseSheet, renderSheet } from '../../../src/lab/sheet.ts'
import { STORES } from '../../../src/stores/stores.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const labs = readLabs(`${root}labs`)

/** Checks that the built-in workloads have, so that no lab asks for one that does not exist. */
const CHECKS = ['linearizability', 'register lost writes', 'bank total', 'bank ledger', 'bank stale reads', 'counter bounds', 'counter final', 'convergence']

describe('the labs that come with capcheck', () => {
  it('are at least six', () => {
    expect(labs.length).toBeGreaterThanOrEqual(6)
  })

  it.each(labs.map((stored) => [stored.lab.id, stored] as const))('%s has a sheet that can be read, a chapter, and a whole key', (id, { lab, folder }) => {
    expect(parseSheet(renderSheet(lab), lab, 'sheet').predictions.size).toBe(lab.predictions.length)
    const chapter = readFileSync(`${folder}/README.md`, 'utf8')
    expect(chapter.startsWith(`# ${lab.title}\n`)).toBe(true)
    for (const part of ['## What to do', '## To read']) expect(chapter).toContain(part)
    const words = chapter.split(/\s+/).length
    expect(words).toBeGreaterThan(250)
    expect(words).toBeLessThan(1000)
    const key = readKey(`${root}lab-keys`, lab)!
    expect(Object.keys(key.expected).toSorted()).toEqual(lab.predictions.filter(({ kind }) => kind !== 'profile').map((item) => item.id).toSorted())
    expect(Object.keys(key.explanations).toSorted()).toEqual(lab.questions.map((question) => question.id).toSorted())
    for (const item of lab.predictions) if (item.kind === 'check') expect(CHECKS).toContain(item.check)
    expect(existsSync(`${root}lab-keys/${id}.json`)).toBe(true)
  })

  it('have keys that agree with the catalogue about the letters of registers', () => {
    const profiles = STORES.flatMap((store) => store.profiles)
    let compared = 0
    for (const { lab } of labs) {
      const key = readKey(`${root}lab-keys`, lab)!
      for (const item of lab.predictions) {
        if (item.kind !== 'letter' || !('profile' in item.of) || item.of.workload !== 'register') continue
        const { profile, shape } = item.of
        expect([profiles.find(({ id }) => id === profile)!.expected[shape]].flat()).toEqual([key.expected[item.id]].flat())
        compared++
      }
    }
    expect(compared).toBeGreaterThan(5)
  })

  it('have keys for given histories that the checker agrees with', async () => {
    const stored = labs.find(({ lab }) => lab.id === '07-break-the-checker')!
    const { expected } = readKey(`${root}lab-keys`, stored.lab)!
    const rows = await rowsOf(stored, expected as { readonly [id: string]: string }, { result: null, files: '/nowhere' })
    expect(rows.filter(({ kind }) => kind === 'history').map(({ id, observed, points }) => [id, observed, points])).toEqual(Object.entries(expected).map(([id, word]) => [id, word, 1]))
  })

  it('come with the package, and the keys do not', () => {
    const { files } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { files: string[] }
    expect(files).toContain('labs')
    expect(files.some((name) => name.includes('key'))).toBe(false)
    expect(readdirSync(`${root}lab-keys`).toSorted()).toEqual(labs.map(({ lab }) => `${lab.id}.json`))
  })
})
