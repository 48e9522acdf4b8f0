import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { getReaper, LABEL_TESTCONTAINERS_SESSION_ID, type StartedTestContainer } from 'testcontainers'
import { Toxiproxy } from 'toxiproxy-node-client'
import { environmentError, messageOf } from '../../core/errors.ts'
import type { NodeId } from '../../core/ids.ts'
import type { Address } from '../../core/store.ts'
import { waitFor } from '../../core/wait.ts'
import { createLinks, type LinkEnd, probePort, TOXIPROXY_PORT } from '../links.ts'
import { tail } from '../logs.ts'
import type { ClusterSpec, Provider } from '../provider.ts'
import { containerCluster } from './cluster.ts'
import { type Place, startNode, startToxiproxy } from './containers.ts'
import { dockerControl } from './control.ts'
import { dockerEngine, type Engine, publishedHost } from './engine.ts'
import { dockerError } from './errors.ts'
import { RUN_LABEL, runLabels } from './labels.ts'
import { removeRun } from './remove.ts'
import { watchContainers } from './watch.ts'

/**
 * Nodes as containers of official images. Each node's Toxiproxy starts first and owns the network namespace that the
 * server then joins, so the links exist before the server looks for its peers; all ports are published there.
 *
 * @param run id of the cluster, on the label of everything that is made
 */
export function docker(run: string): Provider {
  return {
    name: 'docker',
    async start(spec, onProgress) {
      await mkdir(spec.logDir, { recursive: true })
      const engine = await dockerEngine()
      const explain = (part: string) => tail(join(spec.logDir, `${part}.log`))
      const hint = 'Start it again. What was recorded is kept; capcheck clean removes what is left of the run.'
      const watch = await watchContainers(engine, { label: `${RUN_LABEL}=${run}`, explain, hint }).catch((error: unknown) => {
        throw dockerError("the engine's events cannot be read", error)
      })
      const host = publishedHost(engine)
      const place: Place = { run, logDir: spec.logDir, publishOn: host === '127.0.0.1' ? host : '0.0.0.0' }
      const stop = async () => {
        watch.close()
        await removeRun(engine, run).catch((error: unknown) => {
          // An engine that fell silent has been reported as that; what it still holds, only it can let go.
          if (!watch.silent()) throw dockerError('the containers of the cluster could not be removed', error)
        })
      }
      try {
        onProgress('starting one Toxiproxy beside each node')
        const network = await createNetwork(engine, run)
        const toxiproxies = await startToxiproxies(spec, network, place, host)
        onProgress('starting the nodes')
        const servers = await Promise.race([startNodes(spec, network, toxiproxies, place, engine.info.containerRuntime.cpus), watch.died])
        const published = (node: NodeId, port: number): Address => ({ host, port: toxiproxies.get(node)!.getMappedPort(port) })
        const control = dockerControl(engine, (node) => servers.get(node)!.getId(), watch)
        // The data lies in memory folders of the containers, so there is nothing to flush: kill and be done.
        return containerCluster({ provider: 'docker', nodes: spec.nodes, clientPort: spec.clientPort, published, logTail: explain, watch, control, stop })
      } catch (error) {
        // The first error is the one to tell; what cannot be removed now is left to the reaper.
        await stop().catch(() => undefined)
        throw error
      }
    },
  }
}

/** A network of the cluster's own, which testcontainers' reaper knows as one of its session. */
async function createNetwork(engine: Engine, run: string): Promise<string> {
  const name = `capcheck-${run}`
  const sessionId = await reaperSession(engine)
  try {
    await engine.network.create({ Name: name, Driver: 'bridge', Labels: { ...runLabels(run), [LABEL_TESTCONTAINERS_SESSION_ID]: sessionId } })
    return name
  } catch (error) {
    throw dockerError('the network of the cluster could not be made', error)
  }
}

/** Starts the reaper, which removes everything of the session once this process is gone, however it ends. */
async function reaperSession(engine: Engine): Promise<string> {
  try {
    return (await getReaper(engine)).sessionId
  } catch (error) {
    const hint = 'docker pull testcontainers/ryuk; or set TESTCONTAINERS_RYUK_DISABLED=true, and capcheck clean removes what a killed run leaves.'
    throw environmentError(`testcontainers' reaper (its image is testcontainers/ryuk) could not be started: ${messageOf(error)}`, hint, error)
  }
}

type Toxiproxies = ReadonlyMap<NodeId, StartedTestContainer>
type Servers = ReadonlyMap<NodeId, StartedTestContainer>

async function startToxiproxies(spec: ClusterSpec, network: string, place: Place, host: string): Promise<Toxiproxies> {
  const toxiproxies = new Map<NodeId, StartedTestContainer>()
  const ends = new Map<NodeId, LinkEnd>()
  await Promise.all(
    spec.nodes.map(async (node) => {
      const probes = spec.nodes.filter((other) => other !== node).map(probePort)
      const part = `${node}.toxiproxy`
      const container = await startToxiproxy(part, spec.toxiproxy.paths.image!, network, [TOXIPROXY_PORT, spec.clientPort, ...probes], place)
      const toxiproxy = new Toxiproxy(`http://${host}:${container.getMappedPort(TOXIPROXY_PORT)}`)
      await waitFor(`Toxiproxy of ${node}`, () => toxiproxy.getVersion(), {
        timeoutMs: 30_000,
        everyMs: 50,
        explain: () => tail(join(spec.logDir, `${part}.log`)),
      })
      const address = container.getIpAddress(network)
      toxiproxies.set(node, container)
      ends.set(node, { toxiproxy, upstream: { host: address, port: spec.linkPort }, probeHost: address })
    }),
  )
  await createLinks(ends)
  return toxiproxies
}

async function startNodes(spec: ClusterSpec, network: string, toxiproxies: Toxiproxies, place: Place, processors: number): Promise<Servers> {
  const started = await Promise.all(
    spec.nodes.map(async (node) => {
      const toxiproxy = toxiproxies.get(node)!
      const realAddress = toxiproxy.getIpAddress(network)
      const described = spec.describeContainer({ node, nodes: spec.nodes, realAddress, serverSettings: spec.serverSettings, processors })
      return [node, await startNode(node, spec.engine.paths.image!, described, toxiproxy.getId(), place)] as const
    }),
  )
  return new Map(started)
}
