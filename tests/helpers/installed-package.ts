import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { extract } from 'tar'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The package as a project that installed it has it. */
export interface InstalledPackage {
  /** The project: `node_modules` is in it. */
  readonly project: string
  /** `node_modules/capcheck`. */
  readonly folder: string
  readonly tarball: string
  /** Paths in the tarball. */
  readonly files: readonly string[]
}

/**
 * Packs what is built and unpacks it in a new folder, with the dependencies of this repository beside it, but without
 * its development dependencies, save those that the project itself is said to have.
 */
export function installPackage(own: readonly string[]): InstalledPackage {
  const project = mkdtempSync(join(tmpdir(), 'capcheck-package-'))
  // --ignore-scripts: other tests use what is built while this one runs.
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--offline', '--pack-destination', project], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const [{ filename, files }] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }]
  const tarball = join(project, filename)
  const folder = join(project, 'node_modules', 'capcheck')
  mkdirSync(folder, { recursive: true })
  extract({ file: tarball, cwd: folder, strip: 1, sync: true })
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { devDependencies: { readonly [name: string]: string } }
  for (const name of packagesIn(join(ROOT, 'node_modules'))) if (!(name in devDependencies) || own.includes(name)) link(name, project)
  return { project, folder, tarball, files: files.map(({ path }) => path) }
}

function packagesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => (name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name]))
}

function link(name: string, project: string): void {
  const path = join(project, 'node_modules', name)
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules', name), path)
}
