import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { Toxiproxy } from 'toxiproxy-node-client'
import { environmentError } from '../../core/errors.ts'
import type { NodeId } from '../../core/ids.ts'
import type { Address, NodeContext, ProcessSpec } from '../../core/store.ts'
import { waitFor } from '../../core/wait.ts'
import { createLinks, type LinkEnd, probePort, TOXIPROXY_PORT } from '../links.ts'
import { tail } from '../logs.ts'
import type { ClusterSpec, Provider, RunningCluster } from '../provider.ts'
import { sandboxControl } from './control.ts'
import { buildNetwork, realAddress, type SandboxNetwork } from './network.ts'
import { asAllowedUser, type ServerProcess, startServer } from './processes.ts'
import { mountDataDir } from './storage.ts'

/**
 * Nodes as local processes, each in a network namespace of its own with one Toxiproxy beside it.
 * Must run inside the sandbox (see `enter.ts`); one cluster per sandbox.
 */
export const sandbox: Provider = {
  name: 'sandbox',
  async start(spec, onProgress) {
    await mkdir(spec.logDir, { recursive: true })
    const dataDir = await mountDataDir()
    const network = await buildNetwork(spec.nodes)
    const servers = new Map<string, ServerProcess>()
    const processes = new Map<NodeId, ProcessSpec>()
    const start = (node: NodeId) => startServer(network.enter(node), processes.get(node)!, join(spec.logDir, `${node}.log`))
    const cluster = runningCluster(spec, servers, start)
    try {
      onProgress('starting one Toxiproxy beside each node')
      await startToxiproxies(spec, network, servers)
      onProgress('starting the nodes')
      await Promise.all(
        spec.nodes.map(async (node) => {
          processes.set(node, await prepareNode(spec, node, join(dataDir, node)))
          servers.set(node, start(node))
        }),
      )
    } catch (error) {
      await cluster.stop()
      throw error
    }
    return cluster
  },
}

async function startToxiproxies(spec: ClusterSpec, network: SandboxNetwork, servers: Map<string, ServerProcess>): Promise<void> {
  const ends = new Map<NodeId, LinkEnd>()
  await Promise.all(
    spec.nodes.map(async (node) => {
      const host = realAddress(node)
      const process = {
        command: spec.toxiproxy.paths.server!,
        args: ['-host', host, '-port', String(TOXIPROXY_PORT)],
        env: { LOG_LEVEL: 'warn' },
        cwd: '/',
        refusesRoot: false,
      }
      const server = startServer(network.enter(node), process, join(spec.logDir, `${node}.toxiproxy.log`))
      servers.set(`toxiproxy ${node}`, server)
      const toxiproxy = new Toxiproxy(`http://${host}:${TOXIPROXY_PORT}`)
      await waitFor(`Toxiproxy of ${node}`, () => toxiproxy.getVersion(), {
        timeoutMs: 20_000,
        everyMs: 30,
        explain: () => tail(server.logFile),
      })
      ends.set(node, { toxiproxy, upstream: { host, port: spec.linkPort }, probeHost: host })
    }),
  )
  await createLinks(ends)
}

/** Writes the files of a node and says what to run. */
async function prepareNode(spec: ClusterSpec, node: NodeId, dataDir: string): Promise<ProcessSpec> {
  await mkdir(dataDir, { recursive: true })
  const context: NodeContext = {
    node,
    nodes: spec.nodes,
    dataDir,
    realAddress: realAddress(node),
    engine: spec.engine,
    serverSettings: spec.serverSettings,
    exec: async (command, args, options) => {
      const [program, ...rest] = asAllowedUser([command, ...args], options?.refusesRoot ?? false)
      const { stdout } = await execa(program!, rest, { cwd: dataDir, ...(options?.env && { env: options.env }) })
      return stdout
    },
  }
  return (await spec.prepareNode(context)).process
}

function runningCluster(spec: ClusterSpec, servers: Map<string, ServerProcess>, start: (node: NodeId) => ServerProcess): RunningCluster {
  let stopping = false
  const killed = new Set<NodeId>()
  const alive = (name: string) => {
    const child = servers.get(name)?.child
    return child !== undefined && child.exitCode === null && child.signalCode === null
  }
  const died = new Promise<never>((_resolve, reject) => {
    const timer = setInterval(() => {
      const dead = [...servers].find(([name]) => !alive(name) && !killed.has(name as NodeId))
      if (dead === undefined || stopping) return
      clearInterval(timer)
      void tail(dead[1].logFile).then((log) => reject(environmentError(`${dead[0]} of the ${spec.name} cluster ended by itself\n${log}`)))
    }, 250)
    timer.unref()
  })
  died.catch(() => undefined)
  return {
    provider: 'sandbox',
    nodes: spec.nodes,
    dial: (home, node) => (home === node ? direct(spec, node) : { host: realAddress(home), port: probePort(node) }),
    direct: (node) => direct(spec, node),
    logTail: (node) => tail(join(spec.logDir, `${node}.log`)),
    alive,
    toxiproxyApi: (node) => ({ host: realAddress(node), port: TOXIPROXY_PORT }),
    probeAddress: (link) => ({ host: realAddress(link.from), port: probePort(link.to) }),
    control: sandboxControl({ servers, start, killed }),
    died,
    // The data lives on the sandbox's own memory file system, so there is nothing to flush: kill and be done.
    async stop() {
      stopping = true
      for (const server of servers.values()) server.child.kill('SIGKILL')
      await Promise.all([...servers.values()].map((server) => server.exited))
    },
  }
}

function direct(spec: ClusterSpec, node: NodeId): Address {
  return { host: realAddress(node), port: spec.clientPort }
}

