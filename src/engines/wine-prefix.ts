import { mkdir, readdir, rm, stat, symlink, unlink, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { environmentError } from '../core/errors.ts'
import { tail } from './run.ts'
import type { Kit } from './types.ts'
import { wineEnvironment, type Wine } from './wine.ts'

/** Where distributions keep wine's Windows modules and code pages. */
const MODULE_FOLDERS = [
  '/usr/lib/x86_64-linux-gnu/wine/x86_64-windows',
  '/usr/lib/wine/x86_64-windows',
  '/usr/lib64/wine/x86_64-windows',
  '/opt/wine-stable/lib64/wine/x86_64-windows',
  '/opt/wine-stable/lib/wine/x86_64-windows',
]
const CODE_PAGE_FOLDERS = ['/usr/share/wine/nls', '/opt/wine-stable/share/wine/nls']

/** File types that hold programs, or derivatives that wine makes again. */
const PROGRAM_TYPES = new Set(['.dll', '.exe', '.sys', '.drv', '.ocx', '.cpl', '.acm', '.tlb', '.ds', '.pnf'])
/** Emptied: a database server needs none of it. */
const UNNEEDED = ['Program Files', 'Program Files (x86)', 'windows/winsxs', 'windows/syswow64', 'windows/Fonts', 'windows/Installer']

/**
 * Makes a wine prefix in `prefix` and shrinks it from some 700 MB to about 3 MB, so that every node of every
 * trial can have a fresh copy in a fraction of a second.
 */
export async function makePrefix(kit: Kit, wine: Wine, prefix: string): Promise<void> {
  kit.step('making a wine prefix')
  // Wine links the prefix's user folders into HOME; a throw-away one keeps the user's files out of reach.
  const home = `${prefix}.home`
  await mkdir(home)
  const env = { ...wineEnvironment(prefix), HOME: home, DISPLAY: '' }
  try {
    const boot = await kit.run(wine.path, ['wineboot', '-i'], { env, timeoutMs: 180_000, mortal: true })
    await kit.run(wine.server, ['-w'], { env, timeoutMs: 60_000 })
    const registry = await stat(join(prefix, 'system.reg')).catch(() => null)
    if (registry === null || registry.size === 0) throw environmentError(`wineboot made no prefix: ${tail(boot.output)}`)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
  await shrink(kit, prefix)
}

async function shrink(kit: Kit, prefix: string): Promise<void> {
  // Else wine would notice other time stamps after a copy and build everything anew.
  await writeFile(join(prefix, '.update-timestamp'), 'disable\n')
  for (const name of await readdir(join(prefix, 'dosdevices'))) {
    if (name !== 'c:' && name !== 'z:') await unlink(join(prefix, 'dosdevices', name))
  }
  // The lock of the server that has just ended; copies must not share it.
  await rm(join(prefix, 'wineserver'), { force: true })
  const drive = join(prefix, 'drive_c')
  for (const folder of UNNEEDED) {
    for (const name of await readdir(join(drive, folder)).catch(() => [])) await rm(join(drive, folder, name), { recursive: true })
  }
  const originals = await index([...MODULE_FOLDERS, ...CODE_PAGE_FOLDERS])
  if (originals.size === 0) {
    kit.remark(`wine's modules are in none of the known folders; every node's prefix will take some hundred megabytes`)
    return
  }
  for (const entry of await readdir(drive, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isSymbolicLink()) {
      await unlink(path)
    } else if (entry.isFile()) {
      const original = originals.get(entry.name.toLowerCase())
      if (original === undefined && !PROGRAM_TYPES.has(extname(entry.name).toLowerCase())) continue
      await unlink(path)
      if (original !== undefined) await symlink(original, path)
    }
  }
}

/** File name in lower case (Windows ignores case) to path; earlier folders win. */
async function index(folders: readonly string[]): Promise<Map<string, string>> {
  const paths = new Map<string, string>()
  for (const folder of folders) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (!paths.has(name.toLowerCase())) paths.set(name.toLowerCase(), join(folder, name))
    }
  }
  return paths
}
