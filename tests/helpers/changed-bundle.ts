import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create, extract } from 'tar'
import { afterAll } from 'vitest'
import { sealEvidence } from './lab-submission.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-changed-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** A bundle, unpacked, changed by `act`, sealed anew if that is asked for, and packed again. */
export async function changedBundle(bundle: string, act: (folder: string) => void, seal?: 'sealed anew'): Promise<string> {
  const folder = mkdtempSync(join(scratch, 'open-'))
  await extract({ file: bundle, cwd: folder })
  act(folder)
  if (seal !== undefined) sealEvidence(folder)
  const file = `${folder}.tar.gz`
  await create({ file, gzip: true, cwd: folder, noDirRecurse: false }, readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)))
  return file
}
