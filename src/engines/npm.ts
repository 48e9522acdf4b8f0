import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { environmentError } from '../core/errors.ts'
import { tail } from './run.ts'
import type { Kit } from './types.ts'
import { which } from './which.ts'

/** Fetches a package's archive through npm (which honours the user's registry settings) and returns its path. */
export async function npmPack(kit: Kit, name: string, version: string, folder: string): Promise<string> {
  const npm = await which('npm', kit.env)
  if (npm === null) throw environmentError('npm is not on PATH')
  kit.step(`npm pack ${name}@${version}`)
  // `npm pack` only downloads: no scripts run, and archives that npm refuses to unpack are no obstacle.
  const args = ['pack', '--silent', '--ignore-scripts', '--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000']
  const ran = await kit.run(npm, [...args, '--pack-destination', folder, `${name}@${version}`], { cwd: folder, timeoutMs: 600_000, mortal: true })
  const archive = (await readdir(folder)).find((file) => file.endsWith('.tgz'))
  if (!ran.ok || archive === undefined) throw environmentError(`npm pack ${name}@${version} failed: ${tail(ran.output)}`)
  return join(folder, archive)
}

/** Compares a file with an npm integrity value (`sha512-<base64>`). */
export async function checkIntegrity(path: string, integrity: string): Promise<void> {
  const found = `sha512-${createHash('sha512').update(await readFile(path)).digest('base64')}`
  if (found !== integrity) throw environmentError(`${path}: integrity is ${found}, it must be ${integrity}; thrown away`)
}
