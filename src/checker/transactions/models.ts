/** Consistency models, weakest first; each forbids what is listed and everything that the models below it forbid. */
const MODELS = {
  'read uncommitted': { above: [], forbids: ['G0', 'duplicate-elements', 'incompatible-order', 'garbage-read'] },
  'read committed': { above: ['read uncommitted'], forbids: ['G1a', 'G1b', 'G1c', 'dirty-update'] },
  'consistent view': { above: ['read committed'], forbids: ['G-single', 'lost-update', 'internal', 'future-read'] },
  'snapshot isolation': { above: ['consistent view'], forbids: ['G-nonadjacent'] },
  'repeatable read': { above: ['consistent view'], forbids: ['G-nonadjacent', 'G2-item'] },
  serializable: { above: ['repeatable read', 'snapshot isolation'], forbids: [] },
  'strong session snapshot isolation': {
    above: ['snapshot isolation'],
    forbids: ['G0-process', 'G1c-process', 'G-single-process', 'G-nonadjacent-process'],
  },
  'strong session serializable': { above: ['serializable', 'strong session snapshot isolation'], forbids: ['G2-item-process'] },
  'strong snapshot isolation': {
    above: ['strong session snapshot isolation'],
    forbids: ['G0-realtime', 'G1c-realtime', 'G-single-realtime', 'G-nonadjacent-realtime'],
  },
  'strict serializable': { above: ['strong session serializable', 'strong snapshot isolation'], forbids: ['G2-item-realtime'] },
} as const satisfies { readonly [name: string]: { readonly above: readonly string[]; readonly forbids: readonly string[] } }

/** A consistency model of transactions. */
export type TransactionModel = keyof typeof MODELS

/** All models, weakest first. */
export const TRANSACTION_MODELS = Object.keys(MODELS) as readonly TransactionModel[]

/**
 * The models that a history with these anomalies cannot come from, weakest first.
 *
 * Data alone: PL-1, PL-2, PL-2+, PL-2.99 for items and PL-3 of Adya's thesis (1999); since histories of lists hold
 * no predicates, repeatable read and serializable forbid the same here. Snapshot isolation forbids cycles without two
 * adjacent anti-dependencies (Cerone and Gotsman, PODC 2016). The strong variants add the order of each client or of
 * real time (Daudjee and Salem, VLDB 2006).
 */
export function ruledOut(anomalies: Iterable<string>): TransactionModel[] {
  const found = new Set(anomalies)
  const out = new Set<string>()
  for (const model of TRANSACTION_MODELS) {
    const { above, forbids } = MODELS[model]
    if (above.some((weaker) => out.has(weaker)) || forbids.some((name) => found.has(name))) out.add(model)
  }
  return TRANSACTION_MODELS.filter((model) => out.has(model))
}
