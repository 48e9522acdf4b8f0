import { randomUUID } from 'node:crypto'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { enginesFolder, partsFolder } from './cache.ts'
import { firstDamage, recordFiles, type FileRecord } from './manifest.ts'
import type { Look } from './types.ts'

/** Written last into an installation; without it a folder counts as nothing. */
const RECORD = 'capcheck-installation.json'

/** What is known of a finished installation. */
export interface Installed {
  readonly folder: string
  readonly version: string
  readonly origin: string
  readonly sha256: string | null
  readonly files: readonly FileRecord[]
}

/** What the maker of an installation reports when its files are in place. */
export type Made = Pick<Installed, 'version' | 'origin' | 'sha256'>

/** The installation of that name, if there is an undamaged one. */
export async function findInstalled(look: Pick<Look, 'cache' | 'lack'>, name: string): Promise<Installed | null> {
  const folder = join(enginesFolder(look.cache), name)
  let text: string
  try {
    text = await readFile(join(folder, RECORD), 'utf8')
  } catch {
    return null
  }
  try {
    const record = JSON.parse(text) as Omit<Installed, 'folder'>
    const damage = await firstDamage(folder, record.files)
    if (damage === null) return { ...record, folder }
    look.lack(`${folder} is damaged (${damage}) and is not used`, [])
  } catch {
    look.lack(`${folder} has an unreadable record and is not used`, [])
  }
  return null
}

/**
 * Makes an installation: `make` fills a folder of its own and verifies what it put there; only then does the
 * folder get its name, in one rename. A process that dies halfway leaves nothing that could be mistaken for whole.
 * The caller holds the lock for `name`.
 */
export async function install(look: Look, name: string, make: (folder: string) => Promise<Made>): Promise<Installed> {
  const parts = partsFolder(look.cache)
  await mkdir(parts, { recursive: true })
  await removeLeftovers(parts, name)
  const part = join(parts, `${name}.${randomUUID()}.part`)
  await mkdir(part)
  try {
    const made = await make(part)
    const record: Omit<Installed, 'folder'> = { ...made, files: await recordFiles(part) }
    await writeFile(join(part, RECORD), JSON.stringify(record, null, 1))
    const folder = join(enginesFolder(look.cache), name)
    await mkdir(dirname(folder), { recursive: true })
    // A damaged predecessor; a sound one would have been found under the lock.
    await rm(folder, { recursive: true, force: true })
    await rename(part, folder)
    return { ...record, folder }
  } finally {
    await rm(part, { recursive: true, force: true })
  }
}

/** Parts of the same name belong to set-ups that were killed: their lock is ours now. */
async function removeLeftovers(parts: string, name: string): Promise<void> {
  for (const entry of await readdir(parts)) {
    if (entry.startsWith(`${name}.`)) await rm(join(parts, entry), { recursive: true, force: true })
  }
}
