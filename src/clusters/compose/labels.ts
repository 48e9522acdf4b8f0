/**
 * On every container of a compose cluster; its value is the store. Not the label of a run: such a cluster belongs to
 * whoever brought it up, so `capcheck clean` leaves it alone.
 */
export const COMPOSE_LABEL = 'org.capcheck.compose'
/** Name of the compose project. */
export const PROJECT = 'capcheck'

/** The part of a cluster that is a node's Toxiproxy. */
export function toxiproxyPart(node: string): string {
  return `${node}.toxiproxy`
}
