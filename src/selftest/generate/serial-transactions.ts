import { TxnBuilder } from '../../checker/transactions/builder.ts'
import { INFO, OK, type TxnColumns } from '../../checker/transactions/columns.ts'
import type { Random } from '../../core/random.ts'

const CLIENTS = 10
const OPEN_KEYS = 10
/** Elements after which a key is left for a new one, as Jepsen does. */
const PER_KEY = 32

/**
 * One to three appends and reads a transaction. Each takes effect at its call, in order, while clients overlap; the outcome
 * of one in fifty is unknown.
 *
 * @param staleFrom from this transaction on, the first that begins by reading a list of some length misses most of it
 */
export function serialTransactions(transactions: number, dice: Pick<Random, 'below'>, staleFrom = Infinity): TxnColumns {
  const builder = new TxnBuilder()
  let next = 0
  const fresh = (): { key: number; list: number[] } => ({ key: next++, list: [] })
  const open = Array.from({ length: OPEN_KEYS }, fresh)
  let stale = staleFrom
  for (let t = 0; t < transactions; t++) {
    const unknown = dice.below(50) === 0
    builder.begin(unknown ? INFO : OK, unknown ? CLIENTS + t : t % CLIENTS, 10 * t, unknown ? Infinity : 10 * (t + CLIENTS) - 1 - dice.below(9))
    const size = Math.min(3, 1 + dice.below(5))
    for (let i = 0; i < size; i++) {
      const at = dice.below(OPEN_KEYS)
      const { key, list } = open[at]!
      if (dice.below(2) === 0) {
        list.push(list.length + 1)
        builder.append(key, list.length)
        if (list.length === PER_KEY) open[at] = fresh()
      } else if (unknown) builder.unanswered(key)
      else if (t >= stale && i === 0 && list.length > 28) {
        builder.read(key, [1])
        stale = Infinity
      } else builder.read(key, list)
    }
  }
  return builder.build()
}
