import { readFile, statfs } from 'node:fs/promises'
import { release } from 'node:os'
import { dirname } from 'node:path'
import { PRIVATE_WORLD } from '../core/namespaces.ts'
import { tail, type Run } from './run.ts'
import { which } from './which.ts'

/** One thing that the sandbox needs of the system. */
export interface SystemCheck {
  readonly name: string
  /** `tight`: it may work, or may not be enough. */
  readonly state: 'ok' | 'tight' | 'missing'
  /** Where it is and which version, or what is wrong. */
  readonly found: string
  /** What to do; empty when there is nothing to do. */
  readonly hint: string
  /** Debian packages that would help. */
  readonly packages: readonly string[]
}

/** What the checks look through. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv
  readonly cache: string
  readonly run: Run
}

const GIB = 1024 ** 3

/** Looks at the system itself, engines aside. Changes nothing, uses no network. */
export async function checkSystem(look: Surroundings): Promise<SystemCheck[]> {
  const node = process.versions.node
  const [major = 0, minor = 0] = node.split('.').map(Number)
  const nodeFits = major > 22 || (major === 22 && minor >= 22)
  return [
    process.platform === 'linux' ? fine('Linux', `kernel ${release()}`) : missing('Linux', `this is ${process.platform}`, 'The sandbox needs Linux.'),
    nodeFits ? fine('Node', `${process.execPath} ${node}`) : missing('Node', `${process.execPath} ${node}`, 'Install Node 22.22 or newer.'),
    ...(await checkTools(look)),
    ...(await checkNamespaces(look)),
    await checkMemory(),
    await checkDisk(look.cache),
  ]
}

/** The first reason why no sandbox can be made on this machine, with what to do; null when one can. */
export async function sandboxObstacle(look: Surroundings): Promise<{ readonly reason: string; readonly hint: string } | null> {
  const checks = [...(await checkTools(look)), ...(await checkNamespaces(look))]
  const problem = checks.find(({ state }) => state === 'missing')
  return problem === undefined ? null : { reason: `no sandbox: ${problem.name}: ${problem.found}`, hint: problem.hint }
}

/** Only the tools, which setup can install. */
export async function checkTools(look: Surroundings): Promise<SystemCheck[]> {
  return Promise.all([
    checkTool(look, 'unshare', 'util-linux', ['--version'], [2, 38]),
    checkTool(look, 'nsenter', 'util-linux', ['--version'], [2, 38]),
    checkTool(look, 'setpriv', 'util-linux', ['--version'], [2, 38]),
    checkTool(look, 'ip', 'iproute2', ['-V'], [0, 0]),
  ])
}

async function checkTool(look: Surroundings, name: string, owner: string, args: readonly string[], [major, minor]: readonly [number, number]): Promise<SystemCheck> {
  const path = await which(name, look.env)
  if (path === null) return { ...missing(name, `not found`, `Install ${owner}.`), packages: [owner] }
  const { output } = await look.run(path, args)
  const version = /(\d+)\.(\d+)[\w.-]*/.exec(output)
  if (version === null) return missing(name, `${path} does not tell its version`, `Install ${owner}; other implementations lack options that are needed.`)
  const fits = Number(version[1]) > major || (Number(version[1]) === major && Number(version[2]) >= minor)
  return fits ? fine(name, `${path} ${version[0]}`) : missing(name, `${path} ${version[0]}`, `${owner} ${major}.${minor} or newer is needed.`)
}

/** Really makes the world that trials run in: settings that forbid it are too many to know. */
async function checkNamespaces(look: Surroundings): Promise<SystemCheck[]> {
  const unshare = await which('unshare', look.env)
  if (unshare === null) return [missing('user namespaces', 'cannot be tried without unshare', '')]
  const tried = await look.run(unshare, [...PRIVATE_WORLD, 'true'])
  if (!tried.ok) return [missing('user namespaces', `refused: ${tail(tried.output, 2)}`, await namespaceHint())]
  const ip = await which('ip', look.env)
  if (ip === null) return [fine('user namespaces', 'permitted')]
  const script = '"$0" link add b0 type bridge && "$0" link add v0 type veth peer name v1'
  const devices = await look.run(unshare, [...PRIVATE_WORLD, 'sh', '-c', script, ip])
  return [
    fine('user namespaces', 'permitted'),
    devices.ok ? fine('bridge and veth', 'work') : missing('bridge and veth', `refused: ${tail(devices.output, 2)}`, 'Load the kernel modules bridge and veth.'),
  ]
}

async function namespaceHint(): Promise<string> {
  const setting = async (path: string) => (await readFile(`/proc/sys/${path}`, 'utf8').catch(() => '')).trim()
  if ((await setting('kernel/apparmor_restrict_unprivileged_userns')) === '1') {
    return 'AppArmor forbids them to ordinary users. Run as root, or: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'
  }
  if ((await setting('kernel/unprivileged_userns_clone')) === '0') return 'Run as root, or: sysctl -w kernel.unprivileged_userns_clone=1'
  if ((await setting('user/max_user_namespaces')) === '0') return 'Run as root: sysctl -w user.max_user_namespaces=15000'
  return 'Run as root. In a container: start it with --privileged.'
}

async function checkMemory(): Promise<SystemCheck> {
  const available = /^MemAvailable:\s+(\d+) kB/m.exec(await readFile('/proc/meminfo', 'utf8').catch(() => ''))?.[1]
  const bytes = Math.min(Number(available ?? 0) * 1024, process.availableMemory())
  const words = `${(bytes / GIB).toFixed(1)} GiB available`
  // Three Cassandra nodes take about 0.8 GiB each.
  return bytes >= 3 * GIB ? fine('memory', words) : { ...missing('memory', words, 'Three Cassandra nodes need about 3 GiB.'), state: 'tight' }
}

async function checkDisk(folder: string): Promise<SystemCheck> {
  for (let at = folder; ; at = dirname(at)) {
    const found = await statfs(at).catch(() => null)
    if (found === null && at !== dirname(at)) continue
    const bytes = found === null ? 0 : found.bavail * found.bsize
    const words = `${(bytes / GIB).toFixed(1)} GiB free at ${folder}`
    return bytes >= 2 * GIB ? fine('disk', words) : { ...missing('disk', words, 'Engines and one run need about 2 GiB.'), state: 'tight' }
  }
}

function fine(name: string, found: string): SystemCheck {
  return { name, state: 'ok', found, hint: '', packages: [] }
}

function missing(name: string, found: string, hint: string): SystemCheck {
  return { name, state: 'missing', found, hint, packages: [] }
}
