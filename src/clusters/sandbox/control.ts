import { readdir, readFile, readlink } from 'node:fs/promises'
import type { NodeId } from '../../core/ids.ts'
import type { NodeControl } from '../provider.ts'
import { waitFor } from '../../core/wait.ts'
import type { ServerProcess } from './processes.ts'

/** What the control of nodes needs of their sandbox. */
export interface ControlParts {
  /** Servers by name: `n1`, and `toxiproxy n1` beside it. */
  readonly servers: Map<string, ServerProcess>
  /** Starts the server of a node on the data that it has. */
  start(node: NodeId): ServerProcess
  /** Nodes that were killed on purpose. */
  readonly killed: Set<NodeId>
}

/** Milliseconds that the kernel may take to end killed processes. */
const END_MS = 10_000

/** Signals for whole nodes. All that runs in a node's network namespace belongs to it, but for the Toxiproxy and the namespace's holder. */
export function sandboxControl({ servers, start, killed }: ControlParts): NodeControl {
  const signal = async (node: NodeId, name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => {
    const pids = await processesOf(servers, node)
    for (const pid of pids) send(pid, name)
    return pids
  }
  return {
    async kill(node) {
      killed.add(node)
      // Again until none is left: a process may have had children since the list was made.
      const none = async () => ((await signal(node, 'SIGKILL')).length === 0 ? true : undefined)
      await waitFor(`the processes of ${node} to end`, none, { timeoutMs: END_MS, everyMs: 20 })
    },
    async restart(node) {
      servers.set(node, start(node))
      killed.delete(node)
      return Promise.resolve()
    },
    async pause(node) {
      await signal(node, 'SIGSTOP')
    },
    async resume(node) {
      await signal(node, 'SIGCONT')
    },
  }
}

/** Processes of a node that have not ended, by the network namespace that they share with its Toxiproxy. */
async function processesOf(servers: ReadonlyMap<string, ServerProcess>, node: NodeId): Promise<number[]> {
  const toxiproxy = servers.get(`toxiproxy ${node}`)!.child.pid!
  const namespace = await readlink(`/proc/${toxiproxy}/ns/net`)
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const own = await Promise.all(pids.map(async (pid) => pid !== toxiproxy && (await namespaceOf(pid)) === namespace && !(await holds(pid))))
  return pids.filter((_, index) => own[index])
}

/** A process that has ended has no namespaces any more, even while its parent has not asked for its exit code. */
async function namespaceOf(pid: number): Promise<string> {
  return readlink(`/proc/${pid}/ns/net`).catch(() => '')
}

async function holds(pid: number): Promise<boolean> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) === 'sleep\0infinity\0'
}

function send(pid: number, name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    // It may have ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
