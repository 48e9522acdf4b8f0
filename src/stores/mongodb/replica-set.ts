import type { Document } from 'mongodb'
import { environmentError, messageOf } from '../../core/errors.ts'
import { nodeNumber } from '../../core/ids.ts'
import type { Profile } from '../../core/profile.ts'
import type { Cluster } from '../../core/store.ts'
import { waitFor } from '../../core/wait.ts'
import { ARBITER, membersOf, memberName, memberNode, REPLICA_SET } from './members.ts'
import { arbiterOf, replicaSetSettings, serverParameters } from './settings.ts'
import { health, primaryOf } from './view.ts'
import { ask, CommandError } from './wire.ts'

const COMMAND_TIMEOUT_MS = 5000
/** Wine on a busy machine needs long to start three servers. */
const START_LIMIT_MS = 120_000
const WHOLE_LIMIT_MS = 90_000

// Codes of MongoDB's src/mongo/base/error_codes.yml.
/** The quorum check of `replSetInitiate` did not reach every member. */
const NODE_NOT_FOUND = 74
/** An attempt whose answer was lost has made the set. */
const ALREADY_INITIALIZED = 23

/** Makes a replica set of servers that have just started, and waits until it is whole. */
export async function boot(cluster: Cluster, profile: Profile): Promise<void> {
  await Promise.all(
    cluster.nodes.map((node) =>
      waitFor(`mongod of ${node} to answer`, () => ask(cluster.direct(node), { hello: 1 }, COMMAND_TIMEOUT_MS), {
        timeoutMs: START_LIMIT_MS,
        explain: () => cluster.logTail(node),
      }),
    ),
  )
  await initiate(cluster, configuration(cluster, profile))
  await leadFromFirst(cluster)
}

/**
 * The set is made only when every member answers n1's first heartbeat in time, which a server in its first seconds on a
 * busy machine may miss. Nothing is kept of such an attempt, so it is made again; any other refusal is final.
 */
async function initiate(cluster: Cluster, set: Document): Promise<void> {
  const first = cluster.nodes[0]!
  const refusal = await waitFor(
    'all members to answer n1 so that it can make the replica set',
    async () => {
      try {
        await ask(cluster.direct(first), { replSetInitiate: set }, START_LIMIT_MS)
        return null
      } catch (error) {
        if (error instanceof CommandError && error.code !== NODE_NOT_FOUND) return error
        throw error
      }
    },
    { timeoutMs: WHOLE_LIMIT_MS, everyMs: 500, explain: () => cluster.logTail(first) },
  )
  if (refusal !== null && refusal.code !== ALREADY_INITIALIZED) throw environmentError(`the replica set could not be made: ${refusal.message}`, undefined, refusal)
}

/**
 * Makes the set ready for trials of a profile.
 *
 * @throws CapcheckError (exit 3) when the set was made for another one, which the profiles' other settings cannot show
 */
export async function configure(cluster: Cluster, profile: Profile): Promise<void> {
  const { config } = await ask(cluster.direct(cluster.nodes[0]!), { replSetGetConfig: 1 }, COMMAND_TIMEOUT_MS)
  const arbiters = (config as Document).members.filter(({ arbiterOnly }: Document) => arbiterOnly === true).map(({ host }: Document) => memberNode(host as string))
  const wanted = [arbiterOf(profile.serverSettings) ?? []].flat()
  if (arbiters.join() !== wanted.join()) throw environmentError(`the replica set has ${arbiters.join() || 'no'} arbiter, ${profile.id} needs ${wanted.join() || 'none'}`)
  await leadFromFirst(cluster)
}

/**
 * Puts the leader at n1. All members have the same priority: with a higher one n1 would take the lead back by itself
 * some time after the heal, in the middle of what is measured. So it is asked to, and only here, between trials.
 */
async function leadFromFirst(cluster: Cluster): Promise<void> {
  const first = cluster.nodes[0]!
  await waitFor(
    'the replica set to be whole, with n1 as primary',
    async () => {
      const { ok, detail } = await health(cluster)
      if (!ok) throw new Error(detail)
      const status = await ask(cluster.direct(first), { replSetGetStatus: 1 }, COMMAND_TIMEOUT_MS)
      const members = membersOf(status)
      if (primaryOf(members) !== first) {
        const asked = await ask(cluster.direct(first), { replSetStepUp: 1 }, COMMAND_TIMEOUT_MS).catch(messageOf)
        throw new Error(`n1 was asked to step up${typeof asked === 'string' ? `: ${asked}` : ''}`)
      }
      // The new primary takes majority writes only once a follower has found it as its source.
      const note = { appendOplogNote: 1, data: { capcheck: 'n1 leads' }, writeConcern: { w: members.filter(({ state }) => state !== ARBITER).length, wtimeout: COMMAND_TIMEOUT_MS } }
      const written = await ask(cluster.direct(first), note, 2 * COMMAND_TIMEOUT_MS)
      if (written.writeConcernError !== undefined) throw new Error('not all members follow n1 yet')
      return true
    },
    { timeoutMs: WHOLE_LIMIT_MS, everyMs: 300, explain: () => cluster.logTail(first) },
  )
}

function configuration(cluster: Cluster, profile: Profile): Document {
  const arbiter = arbiterOf(profile.serverSettings)
  return {
    _id: REPLICA_SET,
    members: cluster.nodes.map((node) => ({ _id: nodeNumber(node), host: memberName(node), ...(node === arbiter ? { arbiterOnly: true } : { priority: 1 }) })),
    settings: replicaSetSettings(profile.serverSettings),
  }
}

/** Parameters that change what a verdict means, whether a profile sets them or not. */
const ALWAYS_READ = ['enableFlowControl', 'featureCompatibilityVersion']

/** What the servers say of themselves, by node, and the configuration of the replica set as n1 has it. */
export async function readSettings(cluster: Cluster, names: Profile['serverSettings']): Promise<{ [name: string]: string }> {
  const settings: { [name: string]: string } = {}
  const wanted = [...Object.keys(serverParameters(names)), ...ALWAYS_READ]
  for (const node of cluster.nodes) {
    const address = cluster.direct(node)
    const read = await ask(address, { getParameter: 1, ...Object.fromEntries(wanted.map((name) => [name, 1])) }, COMMAND_TIMEOUT_MS)
    for (const name of wanted) settings[`${node}.${name}`] = text(read[name])
    settings[`${node}.version`] = text((await ask(address, { buildInfo: 1 }, COMMAND_TIMEOUT_MS)).version)
  }
  const { config } = await ask(cluster.direct(cluster.nodes[0]!), { replSetGetConfig: 1 }, COMMAND_TIMEOUT_MS)
  for (const { host } of ((config as Document).members as Document[]).filter(({ arbiterOnly }) => arbiterOnly === true)) settings.arbiter = String(memberNode(host as string))
  for (const [name, value] of Object.entries((config as Document).settings as Document)) settings[`settings.${name}`] = text(value)
  settings.writeConcernMajorityJournalDefault = text((config as Document).writeConcernMajorityJournalDefault)
  return settings
}

function text(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
