import { setTimeout as sleep } from 'node:timers/promises'
import type { Json } from '../../core/json.ts'
import type { Transfer } from '../../../workloads/bank-transfer/workload.ts'
import { faultless, type Execute } from './databases.ts'
import type { MemoryNetwork } from './network.ts'
import { Refused } from './store.ts'

/** Every so many operations of a kind meet the bug. */
const EVERY = 5

/** Sets a register whatever it holds. */
export const blindSwap: Execute = (tables, workload, op, node, facts) => {
  if (op.f !== 'cas') return faultless(tables, workload, op, node, facts)
  const [, to] = op.value as readonly [Json, Json]
  void faultless(tables, workload, { ...op, f: 'write', value: to }, node, facts)
  return { type: 'ok', value: op.value }
}

/** Takes the money in one step and brings it in another. */
export const tornTransfer: Execute = async (tables, workload, op, node, facts) => {
  if (op.f !== 'transfer') return faultless(tables, workload, op, node, facts)
  const { id, from, to, amount } = op.value as unknown as Transfer
  const { versions } = tables.accounts(facts['accounts'] as readonly string[])
  tables.post(id, from, -amount)
  await sleep(5)
  tables.post(id, to, amount)
  return { type: 'ok', value: { versions: { [from]: versions[from]! + 1 } } }
}

/** Never looks whether there is money enough. */
export const overdraft: Execute = (tables, workload, op, node, facts) => {
  if (op.f !== 'transfer') return faultless(tables, workload, op, node, facts)
  const { id, from, to, amount } = op.value as unknown as Transfer
  tables.post(id, from, -amount)
  tables.post(id, to, amount)
  const { versions } = tables.accounts(facts['accounts'] as readonly string[])
  return { type: 'ok', value: { versions: { [from]: versions[from]!, [to]: versions[to]! } } }
}

/** Sends some likes twice, as a retry without an idempotence key does. */
export const retriedLike: Execute = (tables, workload, op, node, facts) => {
  const { id } = (op.value ?? {}) as { readonly id?: number }
  if (op.f === 'like' && id! % EVERY === 0) tables.like(`retry ${id}`, op.key!, 1)
  return faultless(tables, workload, op, node, facts)
}

/** Acknowledges some likes and does nothing. */
export const lostLike: Execute = (tables, workload, op, node, facts) => {
  const { id } = (op.value ?? {}) as { readonly id?: number }
  return op.f === 'like' && id! % EVERY === 0 ? { type: 'ok', value: null } : faultless(tables, workload, op, node, facts)
}

/** While links are cut, reports some writes as refused that were carried out. */
export function failedButDone(network: MemoryNetwork): Execute {
  return async (tables, workload, op, node, facts) => {
    const completion = await faultless(tables, workload, op, node, facts)
    if (op.f === 'write' && !network.whole && (op.value as number) % EVERY === 0) throw new Refused('said to be refused, and was done')
    return completion
  }
}
