import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Operation } from '../core/event.ts'
import type { Json } from '../core/json.ts'
import { CapcheckError } from '../core/errors.ts'
import { checkHistory, readHistoryFile } from '../pipeline/check-history.ts'
import { someOrder } from '../core/every-order.ts'
import type { Attack } from './definition.ts'

/** What a history is called by somebody who judges it. */
type Says = 'valid' | 'not-valid' | 'unknown'

/** A student's history, judged twice. */
export interface AttackSeen {
  /** It does what the lab asked for. */
  readonly met: boolean
  /** What the checker says; null when there was nothing that it could be asked about. */
  readonly checker: Says | null
  readonly detail: string
}

/** Bytes of a history of at most eight operations, with room for comments of a student in its values. */
const MOST_BYTES = 64 * 1024
const BUDGET_MS = 10_000

/**
 * Judges a history that a student wrote: by the checker, and by trying every order of its few operations, which shares
 * nothing with the checker. The checker was fooled only when the two disagree.
 */
export async function judgeAttack(attack: Attack, folder: string): Promise<AttackSeen> {
  const path = join(folder, attack.file)
  if (!existsSync(path)) return { met: false, checker: null, detail: `there is no ${attack.file}` }
  if (statSync(path).size > MOST_BYTES) return { met: false, checker: null, detail: `${attack.file} has more than ${MOST_BYTES} bytes` }
  try {
    const history = await readHistoryFile(path)
    const { length } = history.operations
    if (length > attack.operations) return { met: false, checker: null, detail: `${length} operations; at most ${attack.operations} are allowed` }
    const { valid, summary } = await checkHistory(history, { model: 'register', budgetMs: BUDGET_MS })
    const checker = valid === 'unknown' ? valid : valid ? 'valid' : 'not-valid'
    return verdict(attack, folder, checker, byTryingAll(history.operations), summary)
  } catch (error) {
    if (!(error instanceof CapcheckError)) throw error
    return { met: false, checker: null, detail: error.message.replaceAll(`${folder}/`, '') }
  }
}

function verdict(attack: Attack, folder: string, checker: Says, truth: Says, summary: string): AttackSeen {
  const both = checker === truth ? `checker and trying all orders agree: ${checker}` : `the checker says ${checker}, trying all orders says ${truth}`
  const changed = changeFault(attack, folder)
  if (changed !== null) return { met: false, checker, detail: `${both}; but ${changed}` }
  // "Unknown" is no wrong answer: the checker owns up to it.
  if (attack.wants === 'wrong answer') return { met: checker !== 'unknown' && checker !== truth, checker, detail: both }
  return { met: checker === attack.wants && truth === attack.wants, checker, detail: checker === truth ? `${both}. ${summary}` : both }
}

/** Why the file is not the small change of another one that it must be; null when it is, or need not be. */
function changeFault({ file, changeOf }: Attack, folder: string): string | null {
  if (changeOf === undefined) return null
  if (!existsSync(join(folder, changeOf.file))) return `there is no ${changeOf.file} to compare it with`
  const [before, after] = [changeOf.file, file].map((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split(/\r?\n/)) as [string[], string[]]
  const changed = before.length === after.length ? before.filter((line, index) => line !== after[index]).length : Infinity
  if (changed === 0) return `it is the same as ${changeOf.file}`
  return changed <= changeOf.lines ? null : `more than ${changeOf.lines} of its lines differ from ${changeOf.file}`
}

/** Linearizable or not, by the definition: is there an order for each key? A key holds null before its first write. */
function byTryingAll(operations: readonly Operation[]): Says {
  const byKey = [...Map.groupBy(operations, ({ key = '' }) => key).values()]
  return byKey.every((own) => someOrder<{ readonly value: Json }>(own, { value: null }, step)) ? 'valid' : 'not-valid'
}

/** The register after an operation; undefined when it cannot have answered so. */
function step(state: { readonly value: Json }, { f, type, value, result }: Operation): { readonly value: Json } | undefined {
  if (f === 'write') return { value }
  if (f === 'read') return type !== 'ok' || same(state.value, result ?? null) ? state : undefined
  const [from, to] = value as readonly [Json, Json]
  return same(state.value, from) ? { value: to } : type === 'ok' ? undefined : state
}

function same(one: Json, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
