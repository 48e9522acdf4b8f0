import { chmod, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { environmentError } from '../core/errors.ts'
import type { Engine } from '../core/store.ts'
import { candidateVersion } from './apt.ts'
import { download } from './download.ts'
import { findInstalled, install, type Installed } from './install.ts'
import { hashFile } from './manifest.ts'
import { tail } from './run.ts'
import type { Kit, Look, Recipe } from './types.ts'
import { FITTING, PINNED } from './versions.ts'
import { isExecutable, which, whichAll } from './which.ts'

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

/** From 1.21 on Go fetches the newer compiler that a module asks for. */
function goSuffices(version: string): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? []
  return Number(major) > 1 || Number(minor) >= 21
}

async function findGo(kit: Kit): Promise<string> {
  let tooOld = ''
  for (const path of await whichAll('go', kit.env)) {
    const version = /go(\d+\.\d+\S*)/.exec((await kit.run(path, ['version'])).output)?.[1] ?? 'unknown'
    if (goSuffices(version)) return path
    tooOld = ` (${path} is ${version})`
  }
  const candidate = await candidateVersion(kit, 'golang-go')
  if (candidate === null || !goSuffices(candidate)) {
    throw environmentError(`there is no Go 1.21 or newer to build Toxiproxy with${tooOld}`, `Install Go, or name a ${SERVER} by CAPCHECK_TOXIPROXY.`)
  }
  await kit.apt.need(['golang-go'], 'Toxiproxy')
  return (await which('go', kit.env)) ?? '/usr/bin/go'
}

async function buildWithGo(kit: Kit): Promise<Engine> {
  const go = await findGo(kit)
  return fromCache(
    await install(kit, INSTALLATION, async (part) => {
      kit.step(`go install ${MODULE}/cmd/server@v${VERSION}`)
      const bin = join(part, 'bin')
      await mkdir(bin)
      // Without the linker flag it would call itself version "git". GOFLAGS of the user could break the build.
      const env = { GOBIN: bin, GOFLAGS: '', CGO_ENABLED: '0' }
      const args = ['install', '-trimpath', '-ldflags', `-s -w -X ${MODULE}.Version=${VERSION}`, `${MODULE}/cmd/server@v${VERSION}`]
      const ran = await kit.run(go, args, { cwd: part, env, timeoutMs: 900_000, mortal: true })
      if (!ran.ok) throw environmentError(`go install failed: ${tail(ran.output)}`)
      await rename(join(bin, 'server'), join(part, SERVER))
      await rm(bin, { recursive: true })
      return finish(kit, join(part, SERVER), `Go ${MODULE}@v${VERSION}`)
    }),
  )
}
