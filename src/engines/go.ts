import { chmod, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { environmentError } from '../core/errors.ts'
import { tail } from './run.ts'
import type { Kit } from './types.ts'
import { PINNED } from './versions.ts'
import { whichAll } from './which.ts'

/** A Go compiler. */
export interface Go {
  readonly path: string
  /** Too old to fetch by itself the compiler that a module asks for. */
  readonly old: boolean
}

/** A program to build. */
export interface GoProgram {
  readonly path: string
  readonly version: string
  /** Flags for the linker. */
  readonly linker: string
}

/** Finds Go, a new one if possible; installs the system's package, if allowed, where there is none. */
export async function goFor(kit: Kit): Promise<Go> {
  const found = await findGo(kit)
  if (found !== null) return found
  await kit.apt.need(['golang-go'], 'Toxiproxy')
  const installed = await findGo(kit)
  if (installed === null) throw environmentError('golang-go is installed, but no go is found')
  return installed
}

async function findGo(kit: Kit): Promise<Go | null> {
  let old: Go | null = null
  for (const path of await whichAll('go', kit.env)) {
    const [, minor] = /go version go1\.(\d+)/.exec((await kit.run(path, ['version'])).output) ?? []
    if (minor === undefined) continue
    if (Number(minor) >= 21) return { path, old: false }
    old ??= { path, old: true }
  }
  return old
}

/** Builds a program into `scratch/bin`, through Go and the user's settings for it. */
export async function goInstall(kit: Kit, go: Go, program: GoProgram, scratch: string): Promise<void> {
  const path = go.old ? await bringToolchain(kit, go, join(scratch, 'toolchain')) : go.path
  const bin = join(scratch, 'bin')
  await mkdir(bin)
  kit.step(`go install ${program.path}@${program.version}`)
  // GOFLAGS of the user could break the build.
  const env = { GOBIN: bin, GOFLAGS: '', CGO_ENABLED: '0' }
  const args = ['install', '-trimpath', '-ldflags', program.linker, `${program.path}@${program.version}`]
  const ran = await kit.run(path, args, { cwd: scratch, env, timeoutMs: 900_000, mortal: true })
  if (!ran.ok) throw environmentError(`go install failed: ${tail(ran.output)}`)
}

/** Newer compilers are modules like any other, so an old Go can fetch one and check it. Returns its `go`. */
async function bringToolchain(kit: Kit, go: Go, folder: string): Promise<string> {
  if (process.arch !== 'x64') throw environmentError(`${go.path} is older than Go 1.21, and no newer one is pinned for ${process.arch}`)
  const { module, sum } = PINNED.goToolchain
  await mkdir(folder, { recursive: true })
  kit.step(`go mod download ${module}`)
  // Modules are read-only by default, which would also keep us from removing them.
  const env = { GOPATH: folder, GOFLAGS: '-modcacherw', GO111MODULE: 'on' }
  const ran = await kit.run(go.path, ['mod', 'download', '-json', module], { cwd: folder, env, timeoutMs: 600_000, mortal: true })
  const answer = /\{[^]*\}/.exec(ran.output)?.[0]
  if (!ran.ok || answer === undefined) throw environmentError(`go mod download ${module} failed: ${tail(ran.output)}`)
  const { Dir: root, Sum: found } = JSON.parse(answer) as { Dir: string; Sum: string }
  if (found !== sum) throw environmentError(`${module} has sum ${found}, it must be ${sum}; thrown away`)
  await makeExecutable(join(root, 'bin'))
  await makeExecutable(join(root, 'pkg', 'tool'))
  return join(root, 'bin', 'go')
}

/** Archives of modules keep no permissions. */
async function makeExecutable(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) await chmod(join(entry.parentPath, entry.name), 0o755)
  }
}
