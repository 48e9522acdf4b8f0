import { bankLedger } from '../../../src/checker/bank-ledger.ts'
import { bankStale } from '../../../src/checker/bank-stale.ts'
import { bankTotal } from '../../../src/checker/bank-total.ts'
import { convergence } from '../../../src/checker/convergence.ts'
import { counterBounds } from '../../../src/checker/counter-bounds.ts'
import { counterFinal } from '../../../src/checker/counter-final.ts'
import { counterExact } from '../../../src/checker/counter/check.ts'
import { linearizability } from '../../../src/checker/linearizability/check.ts'
import { probes } from '../../../src/checker/probes.ts'
import { registerLost } from '../../../src/checker/register-lost.ts'
import { sessions } from '../../../src/checker/sessions/check.ts'
import { sets } from '../../../src/checker/sets/check.ts'
import { staleness } from '../../../src/checker/staleness.ts'
import { listAppend } from '../../../src/checker/transactions/check.ts'
import type { Operation } from '../../../src/core/event.ts'
import type { Json } from '../../../src/core/json.ts'
import type { Check, CheckInput } from '../../../src/core/workload.ts'
import { laneWith } from '../../../src/selftest/generate/operation.ts'
import { bank, counters, largeSet, lists, probed, registers, setsOf, swaps } from './histories.ts'
import { trialOf } from './timeline.ts'
import type { Timeline } from './timeline.ts'

/** A check with histories of any length for it. */
interface Subject {
  readonly check: Check
  readonly history: (timeline: Timeline) => Operation[]
  readonly facts?: { readonly [name: string]: Json }
}

const ACCOUNTS = Array.from({ length: 8 }, (_, i) => `a${i}`)
const BANK = { history: bank, facts: { accounts: ACCOUNTS, initial: 100, total: 800 } }

const SUBJECTS: { readonly [name: string]: Subject } = {
  linearizability: { check: linearizability, history: (timeline) => registers(timeline), facts: { initial: 0 } },
  'linearizability of swaps': { check: linearizability, history: swaps, facts: { initial: 0 } },
  'register-lost': { check: registerLost, history: (timeline) => registers(timeline) },
  staleness: { check: staleness, history: (timeline) => registers(timeline) },
  convergence: { check: convergence, history: (timeline) => registers(timeline) },
  sessions: { check: sessions, history: (timeline) => registers(timeline) },
  probes: { check: probes, history: probed },
  'bank-total': { check: bankTotal, ...BANK },
  'bank-ledger': { check: bankLedger, ...BANK },
  'bank-stale': { check: bankStale, ...BANK },
  'counter-bounds': { check: counterBounds, history: (timeline) => counters(timeline, true) },
  'counter-final': { check: counterFinal, history: (timeline) => counters(timeline, true) },
  'counter-exact': { check: counterExact, history: (timeline) => counters(timeline, false) },
  sets: { check: sets, history: setsOf },
  'one large set': { check: sets, history: largeSet },
  'list-append': { check: listAppend, history: lists },
}

/** Histories that stay valid, and ones with old answers all through steady. */
export const KINDS = { valid: { unknown: 3, stale: 0 }, stale: { unknown: 3, stale: 30 } } as const

/** Every check with every kind of history: `staleness, stale`. */
export const NAMES: readonly string[] = Object.keys(SUBJECTS).flatMap((name) => Object.keys(KINDS).map((kind) => `${name}, ${kind}`))

const BUDGET_MS = 120_000

/** One check with a history of `n` operations, ready to run. */
export function subject(name: string, n: number): { readonly check: Check; readonly input: CheckInput } {
  const [check, kind] = name.split(', ') as [string, keyof typeof KINDS]
  const { facts = {}, history, ...rest } = SUBJECTS[check]!
  return { ...rest, input: { operations: history({ n, ...KINDS[kind] }), lane: laneWith(facts), trial: trialOf(n), budgetMs: BUDGET_MS } }
}
