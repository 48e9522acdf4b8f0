import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gradeAll, type PoolOptions } from '../../../../src/lab/grade/pool.ts'
import { handIn, writeLab } from '../../../helpers/lab-submission.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-pool-test-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const LABS = writeLab(scratch)
let files: string[]
beforeAll(async () => {
  const bad = join(scratch, 'bad.tar.gz')
  writeFileSync(bad, 'hello')
  files = [await handIn(scratch, LABS, { name: 'Ada' }), bad, await handIn(scratch, LABS, { name: 'Bob' })]
})
const grade = (changes: Partial<PoolOptions> = {}) =>
  gradeAll(files, { labs: LABS, keys: null, version: '0.1.0', processes: 2, limitMs: 170_000, env: process.env, onGraded: () => undefined, stop: new AbortController().signal, ...changes })
const leftovers = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('capcheck-grade-') && !name.startsWith('capcheck-grade-test'))

describe('grading in processes of their own', { timeout: 180_000 }, () => {
  it('answers in the order of the files, and a bad one stops nobody', async () => {
    const counts: number[] = []
    const before = leftovers()
    const graded = (await grade({ onGraded: (done) => counts.push(done) }))!
    expect(graded.map(({ name, evidence }) => [name, evidence])).toEqual([['Ada', 'verified'], ['', 'refused'], ['Bob', 'verified']])
    expect(counts).toEqual([1, 2, 3])
    expect(leftovers()).toEqual(before)
  })

  it('one that takes too long is ended and says so', async () => {
    const graded = (await grade({ limitMs: 1 }))!
    expect(graded.map(({ findings }) => findings[0]!)).toEqual(files.map(() => ({ level: 'alarm', what: 'not graded', text: 'it took longer than 0.001 s (--limit)' })))
  })

  it('a process that dies takes one submission with it, with its last words', async () => {
    const graded = (await grade({ env: { ...process.env, NODE_OPTIONS: '--require=/not/there.js' }, processes: 1 }))!
    for (const { findings } of graded) expect(findings).toEqual([{ level: 'alarm', what: 'not graded', text: expect.stringMatching(/^the process that looked into it ended with code 1: Error: Cannot find module/) as string }])
  })

  it('is stopped by its signal', async () => {
    expect(await grade({ stop: AbortSignal.timeout(20) })).toBeNull()
  })
})
