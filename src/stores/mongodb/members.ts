import type { Document } from 'mongodb'
import { type NodeId, nodeId, peerAddress } from '../../core/ids.ts'

export const MONGODB_PORT = 27017
export const REPLICA_SET = 'capcheck'
/** State of a member that votes and holds no data. */
export const ARBITER = 'ARBITER'

/** The name of a node in the replica set's configuration, the same in every namespace. */
export function memberName(node: NodeId): string {
  return `${peerAddress(node)}:${MONGODB_PORT}`
}

/** The node behind a member's name; null for no name. */
export function memberNode(name: string | undefined | null): NodeId | null {
  const number = /^127\.0\.1\.(\d+):/.exec(name ?? '')?.[1]
  return number === undefined ? null : nodeId(Number(number))
}

/** One member as `replSetGetStatus` describes it. */
export interface Member {
  readonly node: NodeId
  readonly self: boolean
  /** Whether the last heartbeats to it were answered. */
  readonly up: boolean
  /** `PRIMARY`, `SECONDARY`, `ROLLBACK`, … */
  readonly state: string
  /** Wall-clock time of the last operation applied there, in milliseconds; null when not known. */
  readonly appliedMs: number | null
}

/** The members in a reply of `replSetGetStatus`. */
export function membersOf(status: Document): Member[] {
  return (status.members as Document[]).map((member) => ({
    node: memberNode(member.name as string)!,
    self: member.self === true,
    up: member.health === 1,
    state: member.stateStr as string,
    appliedMs: member.lastAppliedWallTime instanceof Date ? member.lastAppliedWallTime.getTime() : null,
  }))
}
