import type { Operation } from '../core/event.ts'
import type { Json } from '../core/json.ts'
import type { CheckInput, CheckResult, Witness } from '../core/workload.ts'
import { contradicts, type Sequential } from './confirm.ts'
import { describe } from './describe.ts'
import { finalReads, type FinalRead } from './final-reads.ts'
import { registerHistories, written, type RegisterHistory } from './register-history.ts'
import { lostBySide, violationsByPhase } from './tally.ts'

interface Loss {
  readonly write: Operation
  readonly history: RegisterHistory
  /** A final read that shows an older value. */
  readonly read: Operation
}

/**
 * Acknowledged, then lost: a key ends with a value that is older than a write that was acknowledged.
 *
 * Counted is every acknowledged write `w` of a key for which each home's last read in phase `after` returned a value
 * whose own write had ended before `w` was called, while `w` had ended before the read was called. So the value that
 * survived is older than `w`, and nothing later brought it back: with unique values that is certain. Of several
 * such writes of one key all are counted, since their clients were all told that the final value had been replaced.
 *
 * Not counted: writes that ran beside the surviving one or before it. That one of them went unseen on the other side
 * until a later one won is a matter for the linearizability check.
 */
export function registerLost({ operations }: CheckInput): CheckResult {
  const histories = registerHistories(operations)
  const finals = finalReads(operations, 'read').filter(({ key }) => histories.has(key ?? ''))
  const losses = finals.flatMap((final) => lossesOf(final, histories.get(final.key ?? '')!))
  const checked = finals.flatMap(({ key }) => histories.get(key ?? '')!.acknowledged)
  const blind = finals.length === 0 && operations.some(({ f, type, probe }) => f === 'write' && type === 'ok' && probe === undefined)
  return {
    check: 'register lost writes',
    valid: losses.length > 0 ? false : blind ? 'unknown' : true,
    summary: blind
      ? 'No final read was answered.'
      : losses.length === 0
        ? `No key of ${finals.length} ends with a value older than an acknowledged write (${checked.length} writes).`
        : `${losses.length} of ${checked.length} acknowledged writes are gone: their keys end with an older value.`,
    witness: losses[0] === undefined ? null : witness(losses[0]),
    counts: 'linearizability',
    details: {
      keys: finals.length,
      acknowledged: checked.length,
      lost: losses.length,
      lostBySide: lostBySide(checked, losses.map(({ write }) => write)),
      keysWithLoss: new Set(losses.map(({ write }) => write.key)).size,
      violationsByPhase: violationsByPhase(new Set(losses.map(({ read }) => read))),
    },
  }
}

function lossesOf({ answers }: FinalRead, history: RegisterHistory): Loss[] {
  // A write is lost if every home's answer proves it: it began after the newest of their values was written,
  // and was over before the first of their reads.
  const settled = Math.max(...answers.map(({ result }) => history.settledAt(result ?? null)))
  const called = Math.min(...answers.map(({ call }) => call))
  return history.acknowledged.filter(({ call, ret }) => settled < call && ret < called).map((write) => ({ write, history, read: answers[0]! }))
}

function witness({ write, history, read }: Loss): Witness {
  const survivor = history.writer(read.result ?? null)
  const operations = survivor === null ? [write, read] : [survivor, write, read]
  return {
    operations,
    explanation: [
      survivor === null ? 'The key begins with the value that is read last.' : describe(survivor),
      describe(write),
      describe(read),
      `Nobody wrote ${JSON.stringify(read.result ?? null)} again after ${JSON.stringify(written(write))} had been acknowledged, so the acknowledged write is lost.`,
    ],
    // Without a survivor the object gets the benefit of the doubt: it began with what is read last.
    confirmed: contradicts(operations, register(survivor === null ? (read.result ?? null) : undefined)),
  }
}

/** A register, for the confirmation of witnesses; `undefined` stands for a value that no read returned. */
export function register(initial: Json | undefined): Sequential<{ readonly value: Json | undefined }> {
  return {
    initial: { value: initial },
    step(state, operation) {
      if (operation.f !== 'read') return { value: written(operation) }
      return JSON.stringify(state.value) === JSON.stringify(operation.result ?? null) ? state : undefined
    },
  }
}
