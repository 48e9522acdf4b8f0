/**
 * Phases of one trial, in order.
 *
 * - `setup`: initial state is written and seen by all nodes; recorded, but not load.
 * - `before`: healthy control, the same load as later.
 * - `transition`: from the first link cut until the store's own failure detection has settled.
 * - `steady`: the cut holds and the store has settled. Availability is judged here, and only here.
 * - `heal`: links are open again until the store says that it is whole.
 * - `after`: final reads, repeated until stable.
 */
export const PHASES = ['setup', 'before', 'transition', 'steady', 'heal', 'after'] as const
export type Phase = (typeof PHASES)[number]

/** Which side of the cut a node is on. Other shapes have groups with names of their own. */
export type Side = string
