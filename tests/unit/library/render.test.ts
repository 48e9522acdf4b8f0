import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { check, render, type Result } from '../../../src/index.ts'
import { finishedRun } from '../../helpers/finished-run.ts'

describe('a result', () => {
  it('becomes exactly the stored result.json', async () => {
    const folder = await finishedRun()
    const stored = readFileSync(join(folder, 'result.json'), 'utf8')
    expect(await render(JSON.parse(stored) as Result, 'json')).toBe(stored)
  })

  it('becomes text and Markdown that tell the verdict', async () => {
    const result = await resultOf(await finishedRun())
    expect(await render(result, 'text')).toMatch(/→ CP[^]*n1 answered 0/)
    expect(await render(result, 'markdown')).toMatch(/^# capcheck report[^]*n1 answered 0/)
  })

  it('becomes a page with timelines when its operations are known, and one that says so when they are not', async () => {
    const result = await resultOf(await finishedRun())
    const [known, read] = [await render(result, 'html'), await render(JSON.parse(JSON.stringify(result)) as Result, 'html')]
    expect(known).not.toContain('were not at hand')
    expect(read).toContain('were not at hand')
    for (const page of [known, read]) expect(page).toMatch(/^<!doctype html>/)
  })

  it('that is none is refused, and so is a format that there is not', async () => {
    const result = await resultOf(await finishedRun())
    await expect(render({ ...result, runs: 'all' } as unknown as Result, 'text')).rejects.toMatchObject({ exitCode: 64, message: expect.stringContaining('runs') })
    await expect(render(result, 'pdf' as 'html')).rejects.toThrow(/no format "pdf"; allowed: text, markdown, html, json/)
  })
})

async function resultOf(folder: string): Promise<Result> {
  const found = await check(folder)
  if (found.kind !== 'run') throw new Error('not a run folder')
  return found.result
}
