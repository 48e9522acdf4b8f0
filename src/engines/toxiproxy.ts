import { chmod, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { environmentError } from '../core/errors.ts'
import type { Engine } from '../core/store.ts'
import { download } from './download.ts'
import { goFor, goInstall } from './go.ts'
import { findInstalled, install, type Installed } from './install.ts'
import { hashFile } from './manifest.ts'
import type { Kit, Look, Recipe } from './types.ts'
import { FITTING, PINNED } from './versions.ts'
import { isExecutable, whichAll } from './which.ts'

const { version: VERSION, url: URL, sha256: SHA256, module: MODULE } = PINNED.toxiproxy
const INSTALLATION = `toxiproxy-${VERSION}`
const SERVER = 'toxiproxy-server'

/** Toxiproxy: its server. */
export const toxiproxyRecipe: Recipe = {
  name: 'toxiproxy',

  async named(look) {
    const path = look.env['CAPCHECK_TOXIPROXY']
    if (path === undefined || path === '') return null
    const found = await examine(look, path)
    const hint = 'It must be the toxiproxy-server executable of Toxiproxy 2.12.'
    if (typeof found === 'string') throw environmentError(`CAPCHECK_TOXIPROXY=${path}: ${found}`, hint)
    return engine(path, found.version, 'named by CAPCHECK_TOXIPROXY')
  },

  async present(look) {
    for (const path of await whichAll(SERVER, look.env)) {
      const found = await examine(look, path)
      if (typeof found !== 'string') return engine(path, found.version, 'on PATH')
      look.remark(`${path} is passed over: ${found}`)
    }
    const cached = await findInstalled(look, INSTALLATION)
    return cached === null ? null : fromCache(cached)
  },

  sources: [
    {
      label: 'vendor download',
      async bring(kit) {
        if (process.platform !== 'linux' || process.arch !== 'x64') throw environmentError(`no download is pinned for ${process.platform} ${process.arch}`)
        return fromCache(
          await install(kit, INSTALLATION, async (part) => {
            const server = join(part, SERVER)
            await download(kit, URL, server, { algorithm: 'sha256', hex: SHA256 })
            return finish(kit, server, 'vendor download')
          }),
        )
      },
    },
    { label: `Go ${MODULE}@v${VERSION}`, bring: buildWithGo },
  ],
}

async function examine(look: Look, path: string): Promise<{ readonly version: string } | string> {
  if (!(await isExecutable(path))) return 'there is no such executable'
  const { output } = await look.run(path, ['-version'])
  const version = /version v?(\S+)/.exec(output)?.[1]
  if (version === undefined) return `"-version" says ${JSON.stringify(output.slice(0, 200))}`
  return FITTING.toxiproxy.pattern.test(version) ? { version } : `its version is ${version}, needed is ${FITTING.toxiproxy.words}`
}

async function engine(server: string, version: string, origin: string): Promise<Engine> {
  return { name: 'toxiproxy', version, origin, sha256: await hashFile(server), paths: { server } }
}

function fromCache({ folder, version, origin, sha256 }: Installed): Engine {
  return { name: 'toxiproxy', version, origin, sha256, paths: { server: join(folder, SERVER) } }
}

async function finish(kit: Kit, server: string, origin: string) {
  await chmod(server, 0o755)
  const found = await examine(kit, server)
  if (typeof found === 'string') throw environmentError(`the Toxiproxy of ${origin} does not work here: ${found}`)
  return { version: found.version, origin, sha256: await hashFile(server) }
}

async function buildWithGo(kit: Kit): Promise<Engine> {
  const go = await goFor(kit)
  return fromCache(
    await install(kit, INSTALLATION, async (part) => {
      const server = join(part, SERVER)
      const scratch = join(part, 'scratch')
      await mkdir(scratch)
      // Without the linker flag it would call itself version "git".
      await goInstall(kit, go, { path: `${MODULE}/cmd/server`, version: `v${VERSION}`, linker: `-s -w -X ${MODULE}.Version=${VERSION}` }, scratch)
      await rename(join(scratch, 'bin', 'server'), server)
      await rm(scratch, { recursive: true })
      return finish(kit, server, `Go ${MODULE}@v${VERSION}`)
    }),
  )
}
