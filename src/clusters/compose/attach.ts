import { mkdir } from 'node:fs/promises'
import { Toxiproxy } from 'toxiproxy-node-client'
import { environmentError, messageOf } from '../../core/errors.ts'
import { linkName, type NodeId } from '../../core/ids.ts'
import type { Address } from '../../core/store.ts'
import { within } from '../../core/within.ts'
import { containerCluster } from '../docker/cluster.ts'
import { dockerEngine, type Engine, publishedHost } from '../docker/engine.ts'
import { dockerError } from '../docker/errors.ts'
import { watchContainers } from '../docker/watch.ts'
import { allLinks, probeName } from '../links.ts'
import type { Provider, RunningCluster } from '../provider.ts'
import { COMPOSE_LABEL, toxiproxyPart } from './labels.ts'
import { keepLogs, logTail } from './logs.ts'
import { type Parts, partsOf } from './parts.ts'

/** Milliseconds that one call to Toxiproxy's API may take. */
const API_TIMEOUT_MS = 5000

/** What has to be known of a store to attach to its cluster. */
export interface Attachable {
  readonly name: string
  readonly nodes: readonly NodeId[]
  readonly clientPort: number
}

/**
 * Attaches to a cluster that `docker compose up` has made. It is neither started nor stopped: links that are cut are
 * opened before the first trial and after the last one, and the containers stay.
 */
export const compose: Provider = {
  name: 'compose',
  async start(spec, onProgress) {
    await mkdir(spec.logDir, { recursive: true })
    const since = Math.floor(Date.now() / 1000)
    const engine = await dockerEngine()
    const { cluster, parts } = await attach(engine, spec)
    const release = async () => {
      // An engine that fell silent keeps its logs to itself; the links are in Toxiproxy's hands, which may still run.
      await keepLogs(engine, parts, spec.logDir, since).catch(() => undefined)
      await letGo(cluster)
    }
    onProgress('attached to the compose cluster; every link is opened')
    await openLinks(cluster)
    return { ...cluster, stop: release }
  },
}

/**
 * Finds a cluster that runs, and the ways to it. Nothing of it is changed; `stop` lets go of it.
 *
 * @throws CapcheckError (exit 3) when it does not run, runs in parts only, or has other links than ours
 */
export async function attach(engine: Engine, { name, nodes, clientPort }: Attachable): Promise<{ readonly cluster: RunningCluster; readonly parts: Parts }> {
  const parts = await partsOf(engine, name, nodes)
  const published = (node: NodeId, port: number): Address => {
    const outside = parts.get(toxiproxyPart(node))!.ports.get(port)
    if (outside === undefined) throw environmentError(`${toxiproxyPart(node)} of the compose cluster of ${name} does not publish its port ${port}`, 'capcheck compose writes a docker-compose.yml in which it does.')
    return /^(0\.0\.0\.0|::)$/.test(outside.host) ? { host: publishedHost(engine), port: outside.port } : outside
  }
  const tailOf = (part: string) => logTail(engine, parts.get(part)!)
  const hint = 'Start it again, and docker compose up. What was recorded is kept.'
  const watch = await watchContainers(engine, { label: `${COMPOSE_LABEL}=${name}`, explain: tailOf, hint }).catch((error: unknown) => {
    throw dockerError("the engine's events cannot be read", error)
  })
  const stop = () => Promise.resolve(watch.close())
  const cluster = containerCluster({ provider: 'compose', nodes, clientPort, published, logTail: tailOf, watch, stop })
  try {
    await checkLinks(cluster, name)
    return { cluster, parts }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Opens every link and lets go of the cluster. */
export async function letGo(cluster: RunningCluster): Promise<void> {
  try {
    await openLinks(cluster)
  } finally {
    await cluster.stop()
  }
}

/** Takes every toxic away, ours and those that were put there by hand, and lets closed proxies listen again. */
export async function openLinks(cluster: RunningCluster): Promise<void> {
  await Promise.all(cluster.nodes.map((node) => asked(cluster, node, 'open its links', (toxiproxy) => toxiproxy.reset())))
}

/** Somebody may have removed proxies by hand; without them nodes would be cut off with no way to see or heal it. */
async function checkLinks(cluster: RunningCluster, store: string): Promise<void> {
  await Promise.all(
    cluster.nodes.map(async (node) => {
      const there = await asked(cluster, node, 'list its links', (toxiproxy) => toxiproxy.getAll())
      const wanted = allLinks(cluster.nodes).filter(({ from }) => from === node).flatMap((link) => [linkName(link), probeName(link)])
      const missing = wanted.filter((proxy) => there[proxy] === undefined)
      if (missing.length === 0) return
      throw environmentError(`the Toxiproxy of ${node} has no proxy ${missing.join(', ')}`, `docker compose --profile ${store} up --detach --wait --force-recreate makes the cluster anew.`)
    }),
  )
}

async function asked<T>(cluster: RunningCluster, node: NodeId, what: string, ask: (toxiproxy: Toxiproxy) => Promise<T>): Promise<T> {
  const { host, port } = cluster.toxiproxyApi(node)
  try {
    return await within(API_TIMEOUT_MS, `Toxiproxy of ${node}`, ask(new Toxiproxy(`http://${host}:${port}`)))
  } catch (error) {
    throw environmentError(`the Toxiproxy of ${node} did not ${what} at ${host}:${port}: ${messageOf(error)}`, 'Ports are published on the machine of the container engine; capcheck must run there.', error)
  }
}
