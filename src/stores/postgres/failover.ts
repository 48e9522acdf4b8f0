import type { Client } from 'pg'
import type { NodeId } from '../../core/ids.ts'
import type { Action, Cluster } from '../../core/store.ts'
import { waitFor } from '../../core/wait.ts'
import { administer } from './client.ts'
import { DATABASE, primaryConninfo } from './configuration.ts'
import { leaderAmong, mostAdvanced, roleOf } from './roles.ts'

/** Milliseconds for one command. */
const COMMAND_MS = 4000

/**
 * Promotes the standby among `{ among: ['n2', 'n3'] }` that has received most of the log and lets the others follow it: what
 * a failover manager on that side of a cut would do. `unshippedBytes` is the log that the old primary has by then and the
 * new one never gets.
 */
export const promote: Action = async (cluster, { among }) => {
  const nodes = among as readonly NodeId[]
  const roles = await Promise.all(cluster.nodes.map((node) => roleOf(cluster, node, COMMAND_MS)))
  const chosen = mostAdvanced(roles.filter(({ node }) => nodes.includes(node)))
  if (chosen === null) throw new Error(`${nodes.join(', ')}: none of them is a standby`)
  const old = leaderAmong(roles)
  const unshippedBytes = Math.max(0, (roles.find(({ node }) => node === old)?.log ?? 0) - chosen.log)
  await administer(cluster, chosen.node, COMMAND_MS, async (client) => {
    const { rows } = await client.query('select pg_promote(true, 5) as done')
    if (rows[0].done !== true) throw new Error(`${chosen.node} was not promoted within 5 s`)
  })
  const followers = nodes.filter((node) => node !== chosen.node)
  await Promise.all(followers.map((node) => follow(cluster, node, chosen.node)))
  const what = `promoted ${chosen.node}${old === null ? '' : `, which lacks ${unshippedBytes} bytes of the log of ${old}`}`
  return { what, detail: { node: chosen.node, old, followers, unshippedBytes } }
}

async function follow(cluster: Cluster, standby: NodeId, primary: NodeId): Promise<void> {
  await administer(cluster, standby, COMMAND_MS, async (client) => {
    await client.query(`alter system set primary_conninfo = ${client.escapeLiteral(primaryConninfo(standby, primary))}`)
    await client.query('select pg_reload_conf()')
  })
}

/**
 * Closes the clients' database of `{ node: 'n1' }` and ends the sessions in it, as a watchdog on the node itself would: the
 * server lives on and refuses. Commits that wait for a standby are left waiting, since ending their sessions would show
 * them to others while those are still there.
 */
export const fence: Action = async (cluster, input) => {
  const node = input.node as NodeId
  const ended = await administer(cluster, node, COMMAND_MS, async (client) => {
    // This very commit would wait for a standby that is out of reach.
    await client.query('set synchronous_commit = local')
    await client.query(`alter database ${client.escapeIdentifier(DATABASE)} allow_connections false`)
    let count = 0
    await waitFor(
      `the sessions on ${node} to end`,
      async () => {
        const found = await endSessions(client)
        count += found
        return found === 0 ? true : undefined
      },
      { timeoutMs: COMMAND_MS, everyMs: 20 },
    )
    return count
  })
  return { what: `fenced ${node}: its database takes no connections any more`, detail: { node, ended } }
}

/** @returns how many there were */
async function endSessions(client: Client): Promise<number> {
  const { rows } = await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and wait_event is distinct from 'SyncRep'`, [DATABASE])
  return rows.length
}

/** Cancels every statement on `{ node: 'n1' }` that waits for a standby, as a client or `statement_timeout` would. Nothing when none waits. */
export const cancelWaits: Action = async (cluster, input) => {
  const node = input.node as NodeId
  const cancelled = await administer(cluster, node, COMMAND_MS, async (client) => {
    const { rows } = await client.query(`select pg_cancel_backend(pid) from pg_stat_activity where datname = $1 and wait_event = 'SyncRep'`, [DATABASE])
    return rows.length
  })
  return cancelled === 0 ? null : { what: `cancelled ${cancelled} commits that waited for a standby on ${node}`, detail: { node, cancelled } }
}
