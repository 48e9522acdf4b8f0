import { access, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

/** The optional npm dependency that carries PostgreSQL, as it lies in node_modules. */
export interface BesidePackage {
  /** The package's folder with bin, lib and share. */
  readonly native: string
  readonly version: string
  /** All links between its libraries are there. npm makes none where it was told to run no scripts. */
  readonly linked: boolean
}

/** Finds the package beside capcheck, or null when it was not installed (another platform, `--omit=optional`). */
export async function packageBeside(name: string): Promise<BesidePackage | null> {
  try {
    // The package exports nothing but its entry file, dist/index.js.
    const root = join(dirname(createRequire(import.meta.url).resolve(name)), '..')
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
    const native = join(root, 'native')
    const links = await plannedLinks(native)
    const there = await Promise.all(links.map(({ target }) => access(join(native, target)).then(() => true, () => false)))
    return { native, version, linked: there.every(Boolean) }
  } catch {
    return null
  }
}

/** Makes the links that an npm archive cannot hold; the package lists them in a file. */
export async function makeLinks(native: string): Promise<void> {
  for (const { source, target } of await plannedLinks(native)) {
    await symlink(relative(dirname(target), source), join(native, target))
  }
}

/** Both sides relative to `native`. */
async function plannedLinks(native: string): Promise<{ readonly source: string; readonly target: string }[]> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  const inside = (path: string) => path.replace(/^native\//, '')
  return links.map(({ source, target }) => ({ source: inside(source), target: inside(target) }))
}
