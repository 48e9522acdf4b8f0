import type { NodeId } from '../../core/ids.ts'
import type { Cluster } from '../../core/store.ts'
import type { ViewRecord } from '../../core/trial.ts'
import { ARBITER, type Member, membersOf } from './members.ts'
import { ask } from './wire.ts'

const STATUS = { replSetGetStatus: 1 }
const HEALTH_TIMEOUT_MS = 3000
/** A secondary this many milliseconds behind the primary has caught up: under load it is always a little behind. */
const CAUGHT_UP_MS = 2000

const ROLES: { readonly [state: string]: string } = { PRIMARY: 'leader', SECONDARY: 'follower', [ARBITER]: 'arbiter' }

/** What one member says of the others: its heartbeats to them are answered, or they are not. */
export async function view(cluster: Cluster, node: NodeId, timeoutMs: number): Promise<Omit<ViewRecord, 'time' | 'phase'>> {
  const status = await ask(cluster.direct(node), STATUS, timeoutMs)
  const members = membersOf(status)
  const own = members.find((member) => member.self)?.state ?? 'UNKNOWN'
  return {
    node,
    alive: true,
    reachable: members.filter((member) => member.up && !member.self).map((member) => member.node),
    role: ROLES[own] ?? own.toLowerCase(),
    detail: {
      term: Number(status.term),
      syncSource: String(status.syncSourceHost),
      members: Object.fromEntries(members.map((member) => [member.node, member.up ? member.state : 'DOWN'])),
    },
  }
}

/**
 * Whole means: every member sees all members up, and the same one as the only primary, and the primary sees
 * that the secondaries have applied what it had applied a moment ago.
 */
export async function health(cluster: Cluster): Promise<{ ok: boolean; detail: string }> {
  const statuses = await Promise.all(cluster.nodes.map((node) => ask(cluster.direct(node), STATUS, HEALTH_TIMEOUT_MS)))
  const views = statuses.map(membersOf)
  const problems = views.flatMap((members, index) => problemsSeenBy(cluster.nodes[index]!, members))
  const primaries = new Set(views.map((members) => primaryOf(members)))
  if (primaries.size > 1) problems.push(`the members name different primaries: ${[...primaries].join(', ')}`)
  if (problems.length > 0) return { ok: false, detail: problems.join('; ') }
  const [primary] = primaries
  const lags = lagsSeenBy(views[cluster.nodes.indexOf(primary!)]!)
  const detail = `primary ${primary}; ${lags.map(({ node, behindMs }) => `${node} ${behindMs} ms behind`).join(', ')}`
  return { ok: lags.every(({ behindMs }) => behindMs <= CAUGHT_UP_MS), detail }
}

/** The one primary that a member sees; null when it sees none or several. */
export function primaryOf(members: readonly Member[]): NodeId | null {
  const primaries = members.filter((member) => member.up && member.state === 'PRIMARY')
  return primaries.length === 1 ? primaries[0]!.node : null
}

/** What keeps the set from being whole in the eyes of one member. */
export function problemsSeenBy(observer: NodeId, members: readonly Member[]): string[] {
  const problems = members
    .filter((member) => !member.up || !(member.state in ROLES))
    .map((member) => `${observer} sees ${member.node} ${member.up ? member.state : 'down'}`)
  if (primaryOf(members) === null) problems.push(`${observer} sees no single primary`)
  return problems
}

/** How far each secondary is behind, as the primary knows it from their progress reports. */
export function lagsSeenBy(members: readonly Member[]): { readonly node: NodeId; readonly behindMs: number }[] {
  const own = members.find((member) => member.self)!.appliedMs ?? 0
  return members.filter(({ self, state }) => !self && state !== ARBITER).map(({ node, appliedMs }) => ({ node, behindMs: appliedMs === null ? Infinity : Math.max(0, own - appliedMs) }))
}
