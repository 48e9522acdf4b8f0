import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { rowsNamed } from '../../../src/atlas/findings.ts'
import type { Atlas } from '../../../src/atlas/table.ts'
import { verifyEvidence } from '../../../src/pipeline/evidence/verify.ts'
import { writeEvidence } from '../../../src/pipeline/evidence/write.ts'
import { finishRun } from '../../../src/pipeline/finish-run.ts'
import { atlasOf, writeAtlas } from '../../../src/pipeline/stored-atlas.ts'
import { atlasRun } from '../../helpers/atlas-run.ts'
import { changedBundle } from '../../helpers/changed-bundle.ts'
import { runHere } from '../../helpers/run-here.ts'

const ROWS = rowsNamed(['PG-5a', 'PG-6', 'PG-10'], [])
let folder: string
let atlas: Atlas
let bundle: string
beforeAll(async () => {
  folder = await atlasRun()
  // What a run in which nothing was run knows of the row that no trial is about.
  atlas = atlasOf(ROWS, await finishRun(folder), { seed: 1 })
  writeAtlas(folder, atlas)
  bundle = (await writeEvidence(folder, '0.1.0')).path
})

const change = (path: string, edit: (text: string) => string) => (inside: string) => writeFileSync(join(inside, path), edit(readFileSync(join(inside, path), 'utf8')))
const forged = (path: string, edit: (text: string) => string): Promise<string> => changedBundle(bundle, change(path, edit), 'sealed anew')

describe('the table of findings', () => {
  it('is written beside the run', () => {
    expect(JSON.parse(readFileSync(join(folder, 'atlas.json'), 'utf8'))).toEqual(atlas)
    const page = readFileSync(join(folder, 'atlas.md'), 'utf8')
    expect(page).toContain('| Finding | Configuration | Shape | Source | Command | Expected | Observed | Last confirmed |')
    expect(page).toMatch(/\| PG-5a \|.*\| \*\*differs\*\*<br>.*minority answered 0 of 50 read/)
    expect(page).toMatch(/\| PG-10 \|.*\| \*\*not expected here\*\*<br>fixed in 13\.0/)
  })

  it('is in the bundle, and is the same when recomputed', async () => {
    const found = await verifyEvidence(bundle)
    expect(found).toMatchObject({ same: true, other: [], findings: atlas.rows.length })
    const { code, stdout } = await runHere(['verify', bundle])
    expect(stdout).toContain(`Same: 1 verdict and ${atlas.rows.length} rows of the atlas recomputed, no field differs.`)
    expect(code).toBe(0)
  })

  it.each(['atlas.json', 'atlas.md'])('a bundle in which %s was changed is refused', async (path) => {
    const changed = await changedBundle(bundle, change(path, (text) => text.replace('differs', 'as expected')))
    await expect(verifyEvidence(changed)).rejects.toMatchObject({ exitCode: 64, message: expect.stringContaining(`${path} has `) as string })
  })

  it('sealed anew with another status: named row by row', async () => {
    const { same, other } = await verifyEvidence(await forged('atlas.json', (text) => text.replace('"status": "differs"', '"status": "as expected"')))
    expect(same).toBe(false)
    expect(other).toEqual([{ field: 'atlas.json.rows[PG-5a].status', stored: 'as expected', recomputed: 'differs' }])
    const text = await verifyEvidence(await forged('atlas.md', (page) => page.replace('**differs**', '**as expected**')))
    expect(text).toMatchObject({ same: false, other: [{ field: expect.stringMatching(/^atlas\.md\[\d+\]$/) as string }] })
  })

  it('sealed anew without the row of a trial: the row is missed', async () => {
    const { other } = await verifyEvidence(await forged('atlas.json', (text) => JSON.stringify({ ...(JSON.parse(text) as Atlas), rows: atlas.rows.filter(({ id }) => id === 'PG-6') })))
    expect(other).toContainEqual({ field: 'atlas.json.rows[PG-5a leader-alone]', stored: undefined, recomputed: expect.objectContaining({ status: 'differs' }) as object })
  })

  it('names the images of the run in its commands, also when it is judged anew', async () => {
    const other = await atlasRun()
    const images = { postgres: 'postgres:18', mongodb: 'mongo:8.2' }
    writeAtlas(other, atlasOf(ROWS, await finishRun(other), { seed: 1, images }))
    const { stdout } = await runHere(['atlas', '--check', other])
    expect(stdout).toContain('repeat    capcheck atlas PG-5a --image postgres=postgres:18 --seed 1\n')
    expect(await verifyEvidence((await writeEvidence(other, '0.1.0')).path)).toMatchObject({ same: true })
  })

  it('of another form is refused', async () => {
    await expect(verifyEvidence(await forged('atlas.json', () => '{"schemaVersion": 1}'))).rejects.toThrow(/atlas\.json is not as capcheck writes it: version/)
  })

  it('holds dates of earlier runs, which another version may know otherwise', async () => {
    const rows = atlas.rows.map((row) => ({ ...row, confirmed: row.confirmed === null ? null : { ...row.confirmed, seed: 1 } }))
    writeAtlas(folder, { ...atlas, rows })
    const { path } = await writeEvidence(folder, '0.1.0')
    expect(await verifyEvidence(path)).toMatchObject({ same: true })
  })

  it('is written anew by capcheck report, where there is one', async () => {
    writeAtlas(folder, { ...atlas, rows: atlas.rows.map((row) => ({ ...row, status: 'inconclusive' })) })
    const { stdout } = await runHere(['report', folder])
    expect(stdout).toContain('/atlas.json')
    expect((JSON.parse(readFileSync(join(folder, 'atlas.json'), 'utf8')) as Atlas).rows[0]!.status).toBe('differs')
    const plain = await atlasRun()
    await runHere(['report', plain])
    expect(existsSync(join(plain, 'atlas.json'))).toBe(false)
  })
})
