import { type ChildProcess, spawn } from 'node:child_process'
import { readlink } from 'node:fs/promises'
import { execa } from 'execa'
import { environmentError, messageOf } from '../../core/errors.ts'
import { type NodeId, nodeNumber } from '../../core/ids.ts'
import { waitFor } from '../../core/wait.ts'

/** The range of RFC 2544 for tests of network devices: routed nowhere. */
const NET = '198.18.0'

/** Address of a node on the sandbox's bridge. */
export function realAddress(node: NodeId): string {
  return `${NET}.${nodeNumber(node)}`
}

/** The private network of one sandbox: a bridge, and a network namespace with a veth for every node. */
export interface SandboxNetwork {
  /** Command line prefix that runs something in the namespace of a node. */
  enter(node: NodeId): readonly string[]
}

/**
 * Builds the network. Runs inside the sandbox, where this process is root over its own namespaces only.
 * Nothing has to be taken down: it ends with the sandbox.
 *
 * @throws CapcheckError (exit 3) with the failing command's own words
 */
export async function buildNetwork(nodes: readonly NodeId[]): Promise<SandboxNetwork> {
  await ip('link set lo up')
  await ip('link add capcheck type bridge')
  await ip(`addr add ${NET}.254/24 dev capcheck`)
  await ip('link set capcheck up')
  const holders = new Map<NodeId, ChildProcess>()
  const enter = (node: NodeId) => ['nsenter', `--net=/proc/${holders.get(node)!.pid}/ns/net`, '--']
  for (const node of nodes) {
    holders.set(node, await holdNamespace())
    await ip(`link add veth${nodeNumber(node)} type veth peer name eth0 netns ${holders.get(node)!.pid}`)
    await ip(`link set veth${nodeNumber(node)} master capcheck up`)
    await ip('link set lo up', enter(node))
    await ip(`addr add ${realAddress(node)}/24 dev eth0`, enter(node))
    await ip('link set eth0 up', enter(node))
  }
  return { enter }
}

/** A process that does nothing but keep a network namespace in being. */
async function holdNamespace(): Promise<ChildProcess> {
  const own = await readlink('/proc/self/ns/net')
  const holder = spawn('unshare', ['--net', '--', 'sleep', 'infinity'], { stdio: 'ignore' })
  await waitFor(
    'a network namespace',
    async () => ((await readlink(`/proc/${holder.pid}/ns/net`)) === own ? undefined : true),
    { timeoutMs: 10_000, everyMs: 5 },
  )
  return holder
}

async function ip(args: string, prefix: readonly string[] = []): Promise<void> {
  const [command, ...rest] = [...prefix, 'ip', ...args.split(' ')]
  try {
    await execa(command!, rest)
  } catch (error) {
    throw environmentError(
      `the sandbox's network could not be built: ip ${args}: ${messageOf(error)}`,
      'capcheck doctor says what the kernel or the machine forbids.',
      error,
    )
  }
}
