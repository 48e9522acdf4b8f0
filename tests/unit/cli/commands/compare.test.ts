import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { buildResult } from '../../../../src/report/build-result.ts'
import { resultInput } from '../../report/fixture.ts'
import { runHere } from '../../../helpers/run-here.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-compare-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const text = JSON.stringify(buildResult(resultInput()), null, 1)

function folderOf(name: string, content: string): string {
  mkdirSync(join(scratch, name))
  writeFileSync(join(scratch, name, 'result.json'), content)
  return join(scratch, name)
}

const [one, same, other, apart] = [folderOf('one', text), folderOf('same', text), folderOf('other', text.replace('"label": "CP"', '"label": "AP"')), folderOf('apart', text.replaceAll(/"shape": "[^"]*"/g, '"shape": "ring"'))]

describe('capcheck compare', () => {
  it.each([
    ['the same labels', [one, same], 0, /The labels are the same in all/],
    ['one run', [one], 0, /rows in one run/],
    ['labels that differ', [one, same, other], 1, /The labels differ in 1 of/],
    ['runs that share no row', [one, apart], 2, /Nothing can be compared/],
  ])('%s', async (_what, paths, expected, message) => {
    const { code, stdout } = await runHere(['compare', ...paths])
    expect(stdout).toMatch(message)
    expect(code).toBe(expected)
  })

  it.each([
    ['no run', ['compare'], /missing required argument 'run'/],
    ['an unknown format', ['compare', one, '--format', 'xml'], /Allowed choices are text, markdown, csv, json/],
    ['an unreadable run', ['compare', one, join(scratch, 'nowhere')], /there is no file or folder/],
  ])('%s is refused', async (_what, args, message) => {
    const { code, stdout, stderr } = await runHere(args)
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(code).toBe(64)
  })

  it.each(['text', 'markdown', 'csv', 'json'])('--format %s says what the exit code says', async (format) => {
    const { code, stdout } = await runHere(['compare', one, other, '--format', format])
    expect(stdout).toMatch(/differ/)
    expect(code).toBe(1)
  })
})
