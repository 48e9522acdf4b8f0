import { cp, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { peerAddress } from '../../core/ids.ts'
import type { NodeContext, NodeSpec, ProcessSpec } from '../../core/store.ts'
import { MONGODB_PORT, REPLICA_SET } from './members.ts'
import { serverParameters } from './settings.ts'

/**
 * It listens on its name `127.0.1.k` and on its real address, never on all addresses: its own links to its peers
 * listen on the same port of the loopback addresses that are their names.
 */
export async function prepareNode(context: NodeContext): Promise<NodeSpec> {
  const { node, dataDir, engine } = context
  const data = join(dataDir, 'db')
  await mkdir(data)
  const { wine, winePrefixTemplate } = engine.paths
  const mongod = engine.paths.mongod!
  const common = { cwd: dataDir, refusesRoot: false }
  const process: ProcessSpec =
    wine === undefined || winePrefixTemplate === undefined
      ? { ...common, command: mongod, args: mongodArguments(context, data), env: {} }
      : {
          ...common,
          ...onOneProcessor(context, await allowedProcessors(), [wine, mongod, ...mongodArguments(context, windowsPath(data))]),
          env: await winePlace(dataDir, winePrefixTemplate),
        }
  return { node, linkPort: MONGODB_PORT, clientPort: MONGODB_PORT, process }
}

/**
 * Keeps a node and its wine on one processor: they hand every system call over to each other, which costs a fraction
 * when nobody has to be woken elsewhere.
 */
export function onOneProcessor(context: Pick<NodeContext, 'node' | 'nodes'>, processors: readonly number[], program: readonly string[]) {
  const processor = processors[ownProcessor(context, processors.length)]
  const [command, ...args] = processors.length > 1 ? ['taskset', '--cpu-list', String(processor), ...program] : program
  return { command: command!, args }
}

/** Which of so many processors a node keeps to. Where there are too few n1, the usual leader, has one for itself. */
export function ownProcessor({ node, nodes }: Pick<NodeContext, 'node' | 'nodes'>, processors: number): number {
  return Math.min(nodes.indexOf(node), processors - 1)
}

/** The processors that this program may use. */
async function allowedProcessors(): Promise<number[]> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  return processorList(/^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? '')
}

/** `0-2,5` in numbers. */
export function processorList(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [first, last = first] = part.split('-').map(Number)
    return part === '' ? [] : Array.from({ length: last! - first! + 1 }, (_, index) => first! + index)
  })
}

/** Command line of mongod. */
export function mongodArguments(context: Pick<NodeContext, 'node' | 'realAddress' | 'serverSettings'>, dataPath: string): string[] {
  const parameters = { ...serverParameters(context.serverSettings), diagnosticDataCollectionEnabled: false }
  return [
    ...['--dbpath', dataPath, '--port', String(MONGODB_PORT), '--bind_ip', `${peerAddress(context.node)},${context.realAddress}`],
    // The data lives in memory and is small; an oplog of this size keeps far more than one run.
    ...['--replSet', REPLICA_SET, '--oplogSize', '256', '--wiredTigerCacheSizeGB', '0.25'],
    // A line per connection and per slow operation would cost more than the operations.
    ...['--quiet', '--slowms', '60000'],
    ...Object.entries(parameters).flatMap(([name, value]) => ['--setParameter', `${name}=${String(value)}`]),
  ]
}

/** The name under which wine knows a file of the machine. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`
}

/**
 * A wine prefix of the node's own: wine's server process owns the sockets of all programs of a prefix, so nodes that
 * shared one would all live in the network namespace of the first.
 *
 * @returns the environment that runs programs in it
 */
async function winePlace(dataDir: string, template: string): Promise<{ [name: string]: string }> {
  const prefix = join(dataDir, 'wine')
  const temporary = join(dataDir, 'tmp')
  await cp(template, prefix, { recursive: true, verbatimSymlinks: true })
  // Debian's wine notes there where the server's sockets are. They belong beside the data, not in the machine's /tmp.
  await rm(join(prefix, 'wineserver'), { force: true })
  await mkdir(temporary)
  return {
    WINEPREFIX: prefix,
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'winemenubuilder.exe=d;mscoree=;mshtml=',
    TMPDIR: temporary,
  }
}
