import { attach, openLinks } from '../clusters/compose/attach.ts'
import { storesUp } from '../clusters/compose/parts.ts'
import { dockerEngine, type Engine as Docker } from '../clusters/docker/engine.ts'
import { allLinks } from '../clusters/links.ts'
import type { RunningCluster } from '../clusters/provider.ts'
import { environmentError, messageOf, usageError } from '../core/errors.ts'
import type { LinkFault } from '../core/fault.ts'
import { type Link, linkName, NODES } from '../core/ids.ts'
import type { Store } from '../core/store.ts'
import type { ViewRecord } from '../core/trial.ts'
import { faultsBetween, type Groups, type HandFault, isDisturbed, type LinkSetting, notYetDone, settingsOf } from '../faults/by-hand.ts'
import { disturb } from '../faults/disturb.ts'
import { toxiproxyLinks } from '../faults/links.ts'
import { contradiction, type LinkLook, lookAt } from '../faults/look.ts'
import { composeProfile } from './compose-file.ts'
import { storeNamed } from './job.ts'

/** A link as Toxiproxy describes it, and as it was found. */
export interface LinkState {
  readonly setting: LinkSetting
  readonly look: LinkLook
}

/** What one node says of its peers. */
export type NodeView = Pick<ViewRecord, 'node' | 'alive' | 'role' | 'reachable'>

/** A compose cluster in the hands of a user. */
export interface HandCluster {
  readonly store: Store<unknown>
  /** Disturbs the links between two groups of nodes and looks at them. */
  apply(fault: HandFault, groups: Groups): Promise<readonly LinkState[]>
  /** Opens the links between two groups, or all, and looks at them; waits until the cluster is whole when all are open. */
  heal(groups: Groups | null): Promise<readonly LinkState[]>
  /** Looks at every link and asks every node. Changes nothing. */
  status(): Promise<{ readonly links: readonly LinkState[]; readonly views: readonly NodeView[] }>
  close(): Promise<void>
}

/** Milliseconds that a node has to say what it thinks of its peers. */
const VIEW_MS = 3000

/**
 * Attaches to compose clusters, for faults by hand.
 *
 * @param wanted a store; without one, all whose profile is up
 * @throws CapcheckError (exit 3) when none is up, or not whole in its containers
 */
export async function handClusters(wanted: string | undefined, onProgress: (line: string) => void): Promise<HandCluster[]> {
  const known = wanted === undefined ? undefined : storeNamed(wanted)
  const docker = await dockerEngine()
  const stores = known === undefined ? (await storesUp(docker)).map(storeNamed) : [known]
  if (stores.length === 0) throw environmentError('no compose cluster is running', 'docker compose --profile postgres up --detach --wait, where docker-compose.yml is (capcheck compose writes it).')
  return Promise.all(stores.map((store) => handCluster(docker, store, onProgress)))
}

/**
 * The same for a command that is meant for one cluster.
 *
 * @throws CapcheckError (exit 64) when several are up and none is named
 */
export async function oneHandCluster(wanted: string | undefined, onProgress: (line: string) => void): Promise<HandCluster> {
  const clusters = await handClusters(wanted, onProgress)
  const [first, ...others] = clusters
  if (others.length === 0) return first!
  await Promise.all(clusters.map((cluster) => cluster.close()))
  throw usageError(`several compose clusters are running: ${clusters.map(({ store }) => store.id).join(', ')}`, 'Name one with --store.')
}

async function handCluster(docker: Docker, store: Store<unknown>, onProgress: (line: string) => void): Promise<HandCluster> {
  const { cluster } = await attach(docker, { name: store.id, nodes: NODES, clientPort: store.clientPort })
  const every = allLinks(NODES)
  const links = toxiproxyLinks(cluster)
  return {
    store,
    async apply(fault, groups) {
      const before = await settingsOf(cluster, every)
      if (!before.some(isDisturbed)) await whole(store, cluster, onProgress)
      const faults = faultsBetween(fault, groups)
      await disturb(links, notYetDone(faults, before))
      return verified(store, cluster, affected(faults))
    },
    async heal(groups) {
      const opened = groups === null ? every : affected(faultsBetween({ kind: 'cut' }, groups))
      // Links are all that a fault acts on; where everything is to be opened, so are proxies that somebody disturbed beside them.
      await (groups === null ? openLinks(cluster) : links.heal(opened))
      const states = await verified(store, cluster, opened)
      if (!(await settingsOf(cluster, every)).some(isDisturbed)) await whole(store, cluster, onProgress)
      return states
    },
    async status() {
      const settings = await settingsOf(cluster, every)
      const [looks, views] = await Promise.all([lookAt(cluster, settings, store.probePayload), Promise.all(NODES.map((node) => viewOf(store, cluster, node)))])
      return { links: settings.map((setting, index) => ({ setting, look: looks[index]! })), views }
    },
    close: () => cluster.stop(),
  }
}

/** Makes what containers alone do not make (MongoDB's replica set, Cassandra's keyspaces), unless it is there, and waits. */
async function whole(store: Store<unknown>, cluster: RunningCluster, onProgress: (line: string) => void): Promise<void> {
  if ((await store.health(cluster)).ok) return
  onProgress(`waiting for the cluster of ${store.title} to be whole`)
  await store.boot(cluster, composeProfile(store))
}

async function verified(store: Store<unknown>, cluster: RunningCluster, links: readonly Link[]): Promise<readonly LinkState[]> {
  const settings = await settingsOf(cluster, links)
  const looks = await lookAt(cluster, settings, store.probePayload)
  const states = settings.map((setting, index) => ({ setting, look: looks[index]! }))
  const wrong = states.flatMap(({ setting, look }) => contradiction(setting, look) ?? [])
  if (wrong.length > 0) throw environmentError(wrong.join('\n'), 'capcheck fault status looks again.')
  return states
}

async function viewOf(store: Store<unknown>, cluster: RunningCluster, node: (typeof NODES)[number]): Promise<NodeView> {
  try {
    return await store.view(cluster, node, VIEW_MS)
  } catch (error) {
    return { node, alive: false, role: messageOf(error), reachable: [] }
  }
}

/** Each link once, in the order in which all are shown. */
function affected(faults: readonly LinkFault[]): Link[] {
  const names = new Set(faults.map(({ link }) => linkName(link)))
  return allLinks(NODES).filter((link) => names.has(linkName(link)))
}
