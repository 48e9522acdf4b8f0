import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readStoredResults } from '../../../src/pipeline/stored-results.ts'
import { buildResult } from '../../../src/report/build-result.ts'
import { resultInput } from '../report/fixture.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-stored-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const good = `${JSON.stringify(buildResult(resultInput()), null, 1)}\n`

/** A run folder with this result.json. */
function folderOf(name: string, text: string): string {
  const folder = join(scratch, name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'result.json'), text)
  return folder
}

describe('stored results', () => {
  it('are named by as much of their path as tells them apart', () => {
    const paths = [folderOf('laptop/run', good), join(folderOf('server/run', good), 'result.json')]
    expect(readStoredResults(paths).results.map(({ name }) => name)).toEqual(['laptop/run', 'server/run'])
    expect(readStoredResults(paths.slice(0, 1)).results.map(({ name }) => name)).toEqual(['run'])
  })

  it('a link to a run is that run, once', () => {
    const folder = folderOf('linked', good)
    symlinkSync(folder, join(scratch, 'latest'))
    const { results, remarks } = readStoredResults([join(scratch, 'latest'), folder])
    expect(results.map(({ name }) => name)).toEqual(['linked'])
    expect(remarks).toEqual([expect.stringContaining('is the same run as')])
  })

  it('may come from versions that have other fields elsewhere', () => {
    const { timeBudget: _timeBudget, seeds: _seeds, ...other } = JSON.parse(good) as { timeBudget: unknown; seeds: unknown }
    expect(readStoredResults([folderOf('other-version', JSON.stringify({ ...other, machine: 'a' }))]).results).toHaveLength(1)
  })

  it.each([
    ['a path that is not there', join(scratch, 'nowhere'), /there is no file or folder .*nowhere/],
    ['a folder without a result', scratch, /has no result\.json/],
    ['a device', '/dev/null', /neither a run folder nor a result\.json/],
    ['half a file', folderOf('torn', good.slice(0, 400)), /torn\/result\.json:\d+:\d+: this is no JSON/],
    ['a label that does not exist', folderOf('label', good.replace('"label": "CP"', '"label": "CA"')), /label\/result\.json:(\d+):\d+: .*runs\.0\.verdict\.label/],
    ['another schema', folderOf('schema', good.replace('"schemaVersion": 1', '"schemaVersion": 2')), /schema\/result\.json:2:2: .*schemaVersion/],
    ['another file', folderOf('array', '[]'), /array\/result\.json:1:1: .*the top level/],
  ])('%s gives one clear error', (_what, path, message) => {
    expect(() => readStoredResults([path])).toThrow(message)
  })

  it('the line in an error is the line of the field', () => {
    const bad = good.replace('"label": "CP"', '"label": "CA"')
    const line = bad.split('\n').findIndex((text) => text.includes('"CA"')) + 1
    expect(() => readStoredResults([folderOf('line', bad)])).toThrow(`result.json:${line}:`)
  })

  it('a killed run is told how to get its result', () => {
    const folder = join(scratch, 'killed')
    mkdirSync(folder)
    writeFileSync(join(folder, 'run.json'), '{}')
    expect(() => readStoredResults([folder])).toThrow(expect.objectContaining({ hint: expect.stringContaining('capcheck report') as string }))
  })
})
