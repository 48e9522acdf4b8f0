import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { x as extract } from 'tar'
import { environmentError, messageOf } from '../core/errors.ts'
import { download } from './download.ts'
import { findInstalled, install } from './install.ts'
import { withLock } from './lock.ts'
import { hashFile } from './manifest.ts'
import type { Kit, Look } from './types.ts'
import { FITTING, PINNED } from './versions.ts'
import { isExecutable, whichAll } from './which.ts'

/** A Java that Cassandra can use. */
export interface Java {
  readonly path: string
  readonly version: string
  readonly origin: string
}

const INSTALLATION = `java-${PINNED.java.version}`
/** The package that Debian 12 and Ubuntu have for it. */
export const JAVA_PACKAGE = 'openjdk-17-jre-headless'

/** Finds Java 17: named, on PATH, in JAVA_HOME, among the system's own, in the cache. No network. */
export async function findJava(look: Look): Promise<Java | null> {
  const named = look.env['CAPCHECK_JAVA']
  if (named !== undefined && named !== '') {
    const found = await examine(look, named)
    if (typeof found === 'string') throw environmentError(`CAPCHECK_JAVA=${named}: ${found}`, 'It must be the java executable of Java 17.')
    return { path: named, version: found.version, origin: 'named by CAPCHECK_JAVA' }
  }
  for (const [path, origin] of await candidates(look)) {
    if (!(await isExecutable(path))) continue
    const found = await examine(look, path)
    if (typeof found !== 'string') return { path, version: found.version, origin }
    look.remark(`${path} (${origin}) is passed over: ${found}`)
  }
  const cached = await findInstalled(look, INSTALLATION)
  return cached === null ? null : { path: join(cached.folder, 'bin', 'java'), version: cached.version, origin: cached.origin }
}

/** Finds Java 17 or brings it: the vendor's download first, then the system's package. */
export async function bringJava(kit: Kit): Promise<Java> {
  const found = await findJava(kit)
  if (found !== null) return found
  try {
    return await withLock(kit, INSTALLATION, () => kit.step('waiting for another set-up'), () => downloadJava(kit))
  } catch (error) {
    kit.remark(`vendor download of Java: ${messageOf(error)}`)
  }
  await kit.apt.need([JAVA_PACKAGE], 'Cassandra')
  const installed = await findJava(kit)
  if (installed === null) throw environmentError(`${JAVA_PACKAGE} is installed, but no Java 17 is found`)
  return installed
}

async function candidates({ env }: Look): Promise<[path: string, origin: string][]> {
  const list: [string, string][] = (await whichAll('java', env)).map((path) => [path, 'on PATH'])
  if (env['JAVA_HOME'] !== undefined) list.push([join(env['JAVA_HOME'], 'bin', 'java'), 'in JAVA_HOME'])
  const system = (await readdir('/usr/lib/jvm').catch(() => [])).sort()
  return [...list, ...system.map((name): [string, string] => [join('/usr/lib/jvm', name, 'bin', 'java'), 'installed by the system'])]
}

async function examine(look: Look, path: string): Promise<{ readonly version: string } | string> {
  if (!(await isExecutable(path))) return 'there is no such executable'
  const { output } = await look.run(path, ['-version'])
  const version = / version "([^"]+)"/.exec(output)?.[1]
  if (version === undefined) return `"java -version" says ${JSON.stringify(output.slice(0, 200))}`
  return FITTING.java.pattern.test(version) ? { version } : `its version is ${version}, needed is ${FITTING.java.words}`
}

async function downloadJava(kit: Kit): Promise<Java> {
  if (process.arch !== 'x64') throw environmentError(`no download is pinned for ${process.arch}`)
  const { folder, version, origin } = await install(kit, INSTALLATION, async (part) => {
    const archive = join(part, 'java.tar.gz')
    await download(kit, PINNED.java.url, archive, { algorithm: 'sha256', hex: PINNED.java.sha256 })
    kit.step('unpacking Java')
    await extract({ file: archive, cwd: part, strip: 1 })
    await rm(archive)
    const found = await examine(kit, join(part, 'bin', 'java'))
    if (typeof found === 'string') throw environmentError(`the downloaded Java does not work here: ${found}`)
    return { version: found.version, origin: 'vendor download', sha256: await hashFile(join(part, 'bin', 'java')) }
  })
  return { path: join(folder, 'bin', 'java'), version, origin }
}
