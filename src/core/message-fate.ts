import { type Disturbance, type Fault, faultOfLink, type Stream } from './fault.ts'
import type { NodeId } from './ids.ts'

/** What becomes of messages from one node to another while a fault is there. */
export type MessageFate =
  | { readonly fate: 'arrive' | 'lost' | 'refused' }
  | { readonly fate: 'slow'; readonly ms: number }
  | { readonly fate: 'in turn'; readonly onMs: number; readonly offMs: number }

/**
 * A node sends on connections that it opened and answers on those it accepted, so its messages are lost only where both
 * ways are disturbed; of two different disturbances the one on its own connections is named.
 */
export function messageFate(fault: Fault, from: NodeId, to: NodeId): MessageFate {
  const own = faultOfLink(fault, { from, to })
  const other = faultOfLink(fault, { from: to, to: from })
  if (own === undefined || other === undefined || !holds(own.does, 'upstream') || !holds(other.does, 'downstream')) return { fate: 'arrive' }
  if (own.flapping !== undefined) return { fate: 'in turn', ...own.flapping }
  if (own.does.how === 'slow') return { fate: 'slow', ms: own.does.ms }
  return { fate: own.does.how === 'refusing' ? 'refused' : 'lost' }
}

function holds(does: Disturbance, stream: Stream): boolean {
  return does.how !== 'silent' || does.streams.includes(stream)
}
