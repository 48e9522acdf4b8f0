import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create, extract } from 'tar'
import { afterAll } from 'vitest'
import { hashOf, type Manifest, manifestText, sealText } from '../../src/pipeline/evidence/manifest.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-changed-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** A bundle, unpacked, changed by `act`, sealed anew if that is asked for, and packed again. */
export async function changedBundle(bundle: string, act: (folder: string) => void, seal?: 'sealed anew'): Promise<string> {
  const folder = mkdtempSync(join(scratch, 'open-'))
  await extract({ file: bundle, cwd: folder })
  act(folder)
  if (seal !== undefined) sealAnew(folder)
  const file = `${folder}.tar.gz`
  await create({ file, gzip: true, cwd: folder, noDirRecurse: false }, readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)))
  return file
}

/** Writes a manifest that fits whatever the files are now: what a forger would do. */
function sealAnew(folder: string): void {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
  const files = manifest.files.map(({ path }) => {
    const content = readFileSync(join(folder, path))
    return { path, bytes: content.length, sha256: hashOf(content) }
  })
  const text = manifestText({ ...manifest, files })
  writeFileSync(join(folder, 'manifest.json'), text)
  writeFileSync(join(folder, 'manifest.sha256'), sealText(text))
}
