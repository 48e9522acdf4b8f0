import { basename } from 'node:path'
import { type NodeId, nodeNumber } from '../../core/ids.ts'
import type { ContainerRecipe, ContainerSpec } from '../../core/store.ts'
import type { Json } from '../../core/json.ts'
import { PART_LABEL } from '../docker/labels.ts'
import { allLinks, linkProxies, probePort, TOXIPROXY_PORT } from '../links.ts'
import { COMPOSE_LABEL, PROJECT, toxiproxyPart } from './labels.ts'

/** What the topology needs to know of one store. */
export interface ComposeStore {
  readonly id: string
  readonly linkPort: number
  readonly clientPort: number
  readonly container: ContainerRecipe
  readonly image: string
  readonly serverSettings: { readonly [name: string]: Json }
}

/** A compose file as the values that YAML stands for. */
export interface ComposeFile {
  readonly name: string
  readonly services: { readonly [service: string]: Service }
  readonly networks: { readonly [store: string]: object }
  readonly configs: { readonly [config: string]: { readonly content: string } }
}

interface Service {
  readonly image: string
  readonly profiles: readonly [string]
  readonly [key: string]: unknown
}

/** Where a configuration file of a Toxiproxy lies in its container. */
const LINKS_FILE = '/etc/capcheck/links.json'

/**
 * The port of 127.0.0.1 that leads from node `home` to node `to`: its own client port when they are the same, else its
 * link to it. `21102` is PostgreSQL (21), beside n1 (1), to n2 (02). Below the range of ports that kernels give away.
 *
 * @param index place of the store among all stores, from 0
 */
export function publishedPort(index: number, home: NodeId, to: NodeId): number {
  return 21_000 + 1000 * index + 100 * nodeNumber(home) + nodeNumber(to)
}

/** The port of 127.0.0.1 that leads to the API of a node's Toxiproxy: `21174` for n1 of the first store. */
export function publishedApiPort(index: number, node: NodeId): number {
  return publishedPort(index, node, 'n74')
}

/**
 * The clusters of all stores as one compose file, a profile each: the same links, server settings and images as those
 * which the Docker provider makes. Nodes have names instead of addresses, which are not known in advance, and the links
 * are in their Toxiproxy's configuration file, so that they exist as soon as it runs.
 */
export function composeFile(stores: readonly ComposeStore[], toxiproxyImage: string, nodes: readonly NodeId[]): ComposeFile {
  const parts = stores.map((store, index) => storeParts(store, index, toxiproxyImage, nodes))
  const file = {
    name: PROJECT,
    services: Object.assign({}, ...parts.map(({ services }) => services)) as ComposeFile['services'],
    networks: Object.fromEntries(stores.map(({ id }) => [id, { driver: 'bridge' }])),
    configs: Object.assign({}, ...parts.map(({ configs }) => configs)) as ComposeFile['configs'],
  }
  return withoutVariables(file)
}

function storeParts(store: ComposeStore, index: number, toxiproxyImage: string, nodes: readonly NodeId[]) {
  const services: { [service: string]: Service } = {}
  const configs: { [config: string]: { content: string } } = {}
  for (const node of nodes) {
    const server = `${store.id}-${node}`
    const links = `${server}-links`
    configs[links] = { content: linksFile(store, node, nodes) }
    services[links] = toxiproxyService(store, index, node, nodes, toxiproxyImage)
    // How many processors there will be nobody knows here, so no node is tied to one.
    const spec = store.container.describe({ node, nodes, realAddress: node, serverSettings: store.serverSettings, processors: 1 })
    for (const { path, content } of spec.files) configs[configName(server, path)] = { content }
    services[server] = serverService(store, node, spec)
  }
  return { services, configs }
}

/** What a node's Toxiproxy reads when it starts, one proxy a line. */
function linksFile(store: ComposeStore, node: NodeId, nodes: readonly NodeId[]): string {
  const links = allLinks(nodes).filter(({ from }) => from === node)
  const proxies = links.flatMap((link) => linkProxies(link, node, { host: link.to, port: store.linkPort }))
  return `[\n${proxies.map((proxy) => JSON.stringify(proxy)).join(',\n')}\n]\n`
}

/** Owns the network namespace that the server joins, so all ports of both are published here. */
function toxiproxyService(store: ComposeStore, index: number, node: NodeId, nodes: readonly NodeId[], image: string): Service {
  const others = nodes.filter((other) => other !== node)
  const ports = [
    [publishedPort(index, node, node), store.clientPort],
    [publishedApiPort(index, node), TOXIPROXY_PORT],
    ...others.map((other) => [publishedPort(index, node, other), probePort(other)]),
  ]
  return {
    image,
    profiles: [store.id],
    hostname: node,
    command: ['-host=0.0.0.0', `-config=${LINKS_FILE}`],
    environment: { LOG_LEVEL: 'warn' },
    configs: [{ source: `${store.id}-${node}-links`, target: LINKS_FILE }],
    networks: { [store.id]: { aliases: [node] } },
    ports: ports.map(([published, inside]) => `127.0.0.1:${published}:${inside}`),
    labels: { [COMPOSE_LABEL]: store.id, [PART_LABEL]: toxiproxyPart(node) },
    stop_grace_period: '1s',
  }
}

function serverService(store: ComposeStore, node: NodeId, spec: ContainerSpec): Service {
  const server = `${store.id}-${node}`
  return {
    image: store.image,
    profiles: [store.id],
    network_mode: `service:${server}-links`,
    command: spec.command,
    ...(spec.user !== undefined && { user: spec.user }),
    ...(Object.keys(spec.env).length > 0 && { environment: spec.env }),
    ...(spec.files.length > 0 && { configs: spec.files.map(({ path }) => ({ source: configName(server, path), target: path })) }),
    tmpfs: spec.memoryFolders.map((folder) => `${folder}:rw,mode=1777`),
    healthcheck: {
      test: ['CMD', 'bash', '-c', `exec 3<>/dev/tcp/${node}/${store.clientPort}`],
      interval: '5s',
      timeout: '3s',
      retries: 36,
    },
    labels: { [COMPOSE_LABEL]: store.id, [PART_LABEL]: node },
    // The data lies in memory, so there is nothing to flush.
    stop_grace_period: '1s',
  }
}

function configName(server: string, path: string): string {
  return `${server}-${basename(path).replaceAll(/[^a-zA-Z0-9]/g, '-')}`
}

/** Compose would put variables of the shell in the place of `$NAME`; what it must leave alone has two dollars. */
function withoutVariables<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$') as T
  if (Array.isArray(value)) return value.map((each: unknown) => withoutVariables(each)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutVariables(each)])) as T
}
