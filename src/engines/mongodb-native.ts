import { chmod, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { x as extract } from 'tar'
import downloadUrl from 'mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl.js'
import distribution from 'mongodb-memory-server-core/lib/util/getos/index.js'
import { environmentError, messageOf } from '../core/errors.ts'
import type { Engine } from '../core/store.ts'
import { download, publishedChecksum } from './download.ts'
import { install, type Installed } from './install.ts'
import { hashFile } from './manifest.ts'
import type { Kit, Look } from './types.ts'
import { FITTING, PINNED } from './versions.ts'
import { isExecutable } from './which.ts'

/** Name of the installation in the cache. */
export const NATIVE = `mongodb-${PINNED.mongodb.version}`

/**
 * The vendor's build for this distribution. mongodb-memory-server knows which one fits; its own downloader is not
 * used because it does not check certificates, compares MD5 only, and tries for minutes where nothing answers.
 */
export async function bringNative(kit: Kit): Promise<Engine> {
  const url = await downloadAddress()
  const checksum = await publishedChecksum(kit.env, `${url}.sha256`, 'sha256')
  return fromNative(
    await install(kit, NATIVE, async (part) => {
      const archive = join(part, 'mongodb.tgz')
      await download(kit, url, archive, checksum)
      kit.step('unpacking')
      await extract({ file: archive, cwd: part, strip: 2, filter: (path) => path.endsWith('/bin/mongod') })
      await rm(archive)
      const mongod = join(part, 'mongod')
      await chmod(mongod, 0o755)
      const found = await examineMongod(kit, mongod)
      if (typeof found === 'string') throw environmentError(`the vendor's mongod does not work here: ${found}`)
      return { version: found.version, origin: 'vendor download', sha256: await hashFile(mongod) }
    }),
  )
}

async function downloadAddress(): Promise<string> {
  const { platform, arch } = process
  try {
    const os = await distribution.getOS()
    return await new downloadUrl.MongoBinaryDownloadUrl({ platform, arch, os, version: PINNED.mongodb.version }).getDownloadUrl()
  } catch (error) {
    throw environmentError(`the vendor has no build for this system: ${messageOf(error)}`, undefined, error)
  }
}

/** Looks whether this is a usable mongod for Linux: its version, or what is wrong with it. */
export async function examineMongod(look: Look, path: string): Promise<{ readonly version: string } | string> {
  if (!(await isExecutable(path))) return 'there is no such executable'
  const { output } = await look.run(path, ['--version'])
  const version = /db version v(\S+)/.exec(output)?.[1]
  if (version === undefined) return `"mongod --version" says ${JSON.stringify(output.slice(0, 200))}`
  return FITTING.mongodb.pattern.test(version) ? { version } : `its version is ${version}, needed is ${FITTING.mongodb.words}`
}

/** The engine that such an installation is. */
export function fromNative({ folder, version, origin, sha256 }: Installed): Engine {
  return { name: 'mongodb', version, origin, sha256, paths: { mongod: join(folder, 'mongod') } }
}
