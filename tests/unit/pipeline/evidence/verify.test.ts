import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { create } from 'tar'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BUNDLE_FILE } from '../../../../src/pipeline/evidence/manifest.ts'
import { unpack } from '../../../../src/pipeline/evidence/unpack.ts'
import { verifyEvidence } from '../../../../src/pipeline/evidence/verify.ts'
import { writeEvidence } from '../../../../src/pipeline/evidence/write.ts'
import { changedBundle } from '../../../helpers/changed-bundle.ts'
import { finishedRun, TRIAL } from '../../../helpers/finished-run.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-bundles-'))
afterAll(() => rmSync(scratch, { recursive: true }))
let run: string
let bundle: string
let seal: string
beforeAll(async () => {
  run = await finishedRun()
  ;({ path: bundle, manifestSha256: seal } = await writeEvidence(run, '0.1.0'))
})

const HISTORY = `${TRIAL}/register.jsonl`
const edit = (folder: string, path: string, change: (text: string) => string): void => writeFileSync(join(folder, path), change(readFileSync(join(folder, path), 'utf8')))

/** The bundle, unpacked, changed by `act` and packed again. */
const repacked = (act: (folder: string) => void, seal?: 'sealed anew'): Promise<string> => changedBundle(bundle, act, seal)

describe('an evidence bundle', () => {
  it('verifies to the same verdict in every field, also against the hash that was noted', async () => {
    const found = await verifyEvidence(bundle, { expect: seal })
    expect(found).toMatchObject({ same: true, other: [], remarks: [], runs: [{ id: `${TRIAL}/register`, stored: 'CP', recomputed: 'CP', differences: [] }] })
  })

  it('has the same bytes each time', async () => {
    const before = readFileSync(bundle)
    copyFileSync(bundle, join(scratch, BUNDLE_FILE))
    await writeEvidence(run, '0.1.0')
    expect(readFileSync(bundle).equals(before)).toBe(true)
  })

  it.each([
    ['one byte of a history', (folder: string) => edit(folder, HISTORY, (text) => text.replace('"ok"', '"OK"')), `${HISTORY} has the SHA-256`],
    ['a count in result.json', (folder: string) => edit(folder, 'result.json', (text) => text.replace('"attempts": 50', '"attempts": 51')), 'result.json has the SHA-256'],
    ['a file added', (folder: string) => writeFileSync(join(folder, 'more.txt'), 'more'), 'more.txt is not in the manifest'],
    ['a file missing', (folder: string) => rmSync(join(folder, HISTORY)), `${HISTORY} is missing`],
    ['the manifest', (folder: string) => edit(folder, 'manifest.json', (text) => text.replace('0.1.0', '0.1.1')), 'manifest.json is not what manifest.sha256 says'],
    ['no manifest', (folder: string) => rmSync(join(folder, 'manifest.json')), 'it has no manifest.json'],
    ['a symbolic link', (folder: string) => symlinkSync('/etc/passwd', join(folder, 'link')), '"link" is no plain file'],
  ])('is refused when changed: %s', async (_what, act, message) => {
    await expect(verifyEvidence(await repacked(act))).rejects.toMatchObject({ exitCode: 64, message: expect.stringContaining(message) as string })
  })

  it('sealed anew after an edit of the verdict: says field by field what differs', async () => {
    const forged = await repacked((folder) => {
      edit(folder, 'result.json', (text) => text.replace('"label": "CP"', '"label": "AP"').replace('"attempts": 50', '"attempts": 51'))
    }, 'sealed anew')
    const { same, runs } = await verifyEvidence(forged)
    expect(same).toBe(false)
    expect(runs[0]!.differences).toEqual([
      { field: 'verdict.label', stored: 'AP', recomputed: 'CP' },
      { field: 'availability[n1 before read].attempts', stored: 51, recomputed: 50 },
    ])
    await expect(verifyEvidence(forged, { expect: seal })).rejects.toThrow('it is not the evidence that was noted')
  })

  it('sealed anew with a way out of its folder in a record: refused', async () => {
    const forged = await repacked((folder) => {
      edit(folder, `${TRIAL}/trial.json`, (text) => text.replace('"register.jsonl"', '"../../../etc/passwd"'))
    }, 'sealed anew')
    await expect(verifyEvidence(forged)).rejects.toThrow(/trial\.json is not as capcheck writes it: lanes\.0\.history/)
  })

  it("runs no workload file that only the bundle names", async () => {
    const forged = await repacked((folder) => {
      edit(folder, `${TRIAL}/trial.json`, (text) => text.replace('"workload":"register"', '"workload":"mine","workloadFile":"/tmp/mine.ts"'))
    }, 'sealed anew')
    await expect(verifyEvidence(forged)).rejects.toThrow('verify runs no code that it was not told to run')
  })
})

describe('what is no bundle', () => {
  const file = (content: Uint8Array): string => {
    const path = join(scratch, `${Math.round(performance.now() * 1e6)}.tar.gz`)
    writeFileSync(path, content)
    return path
  }

  it('gives one clear error', async () => {
    for (const content of [Buffer.alloc(0), Buffer.from('hello'), gzipSync('hello'), readFileSync(bundle).subarray(0, 900), gunzipSync(readFileSync(bundle))]) {
      await expect(verifyEvidence(file(content))).rejects.toMatchObject({ exitCode: 64, message: expect.stringContaining('is not an evidence bundle') as string })
    }
  })

  it('a path that leads out is never written', async () => {
    const evil = join(scratch, 'evil.tar.gz')
    writeFileSync(join(scratch, 'outside.txt'), 'x')
    const inner = mkdtempSync(join(scratch, 'in-'))
    await create({ file: evil, gzip: true, cwd: inner, preservePaths: true }, ['../outside.txt'])
    await expect(verifyEvidence(evil)).rejects.toThrow('"../outside.txt" is no path that a bundle has')
  })

  it.each([
    [{ files: 2, bytes: 1e9, jsonBytes: 1e9 }, 'more than 2 files'],
    [{ files: 99, bytes: 1000, jsonBytes: 1e9 }, 'unpacks to more than 1000 bytes'],
    [{ files: 99, bytes: 1e9, jsonBytes: 10 }, 'is larger than 10 bytes'],
  ])('a huge one stops at the limits %o', async (limits, message) => {
    await expect(unpack(bundle, mkdtempSync(join(scratch, 'huge-')), limits)).rejects.toThrow(message)
  })
})
