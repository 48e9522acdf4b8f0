import type { Operation } from '../../core/event.ts'
import { objectOf } from '../models/model.ts'
import type { LinearizabilityResult, ObjectResult, Violation } from '../linearizability/result.ts'
import { whyStopped } from '../linearizability/stopped.ts'
import { violationOf, type HistoryAnswer, type HistoryViolation, type Progress, type Search } from './answer.ts'

/** Objects whose progress is told one by one. */
const SHOWN = 8

/** The answer of a linearizability check. */
export function ofSearch(result: LinearizabilityResult, { operations, model, explain }: Search): HistoryAnswer {
  const open = result.objects.filter(({ valid }) => valid !== true).toSorted((a, b) => rank(a) - rank(b)).slice(0, SHOWN)
  const keys = new Set([...result.violations, ...open].map(({ key }) => key))
  const own = Map.groupBy(operations.filter((op) => keys.has(objectOf(model, op))), (op) => objectOf(model, op))
  const told = (violation: Violation): HistoryViolation =>
    violationOf(violation.key === '' ? null : violation.key, { ...violation, explanation: explain(violation, own.get(violation.key) ?? []) })
  return {
    valid: result.valid,
    summary: summary(result),
    violations: result.violations.map(told),
    progress: open.map((object) => progress(object, operations, own.get(object.key) ?? [], (op) => model.role(op) !== 'none')),
  }
}

/** Violated objects first: they are what decides. */
function rank({ valid }: ObjectResult): number {
  return valid === false ? 0 : 1
}

function summary({ valid, objects }: LinearizabilityResult): string {
  const named = objects.length !== 1 || objects[0]!.key !== ''
  if (objects.length === 0) return 'No operation has an answer that an order would have to explain.'
  if (valid === true) return named ? `Each of ${objects.length} keys has an order that explains every answer.` : 'Some order explains every answer.'
  if (valid === false) {
    const count = objects.filter((object) => object.valid === false).length
    return named ? `${count} of ${objects.length} keys ${count === 1 ? 'has' : 'have'} answers that no order explains.` : 'There are answers that no order explains.'
  }
  const open = objects.filter((object) => object.valid === 'unknown')
  return `Not decided${named ? ` for ${open.length} of ${objects.length} keys` : ''}: ${whyStopped(open)}.`
}

function progress({ key, order, operations: count, stopped, error }: ObjectResult, all: readonly Operation[], own: readonly Operation[], counts: (op: Operation) => boolean): Progress {
  const placed = new Set(Array.from(order, (place) => all[place]!))
  const outside = own.filter((op) => op.type !== 'info' && !placed.has(op) && counts(op))
  const stoppedAt = outside.reduce<Operation | null>((first, op) => (first === null || op.ret < first.ret ? op : first), null)
  return { key, operations: count, ordered: order.length, stoppedAt, why: stopped === null ? null : whyStopped([{ stopped, ...(error === undefined ? {} : { error }) }]) }
}
