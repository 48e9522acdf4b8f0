import { NO_PLACE, NO_TIME, type Operation } from '../../core/event.ts'
import { eventsInOrder } from './events-in-order.ts'
import { ednMap, keyword, Raw, type Edn } from './edn-text.ts'
import { plainShape, SHAPERS, type Shape } from './edn-shapes.ts'

export interface WriteOptions {
  /** The model that the history is meant for, which decides on shapes. */
  readonly model: string | null
  /** Failed swaps of this history compared, so each is marked. */
  readonly failedCas: 'nothing' | 'mismatch'
}

/**
 * A history as Elle and Knossos read it: one map of Jepsen's a line, in order. Operations on a key have values
 * `[key value]`, as Jepsen's `independent` makes them. Beside Jepsen's fields each has `:home`, `:node`, `:side` and
 * `:phase` where they were recorded.
 *
 * Nothing is lost that a check looks at: what Jepsen has no place for stands in fields of its own, which its tools pass over.
 */
export function* ednLines(operations: readonly Operation[], { model, failedCas }: WriteOptions): Generator<string> {
  const shapeOf = SHAPERS[model ?? ''] ?? plainShape
  let index = 0
  for (const { operation, invoke, time } of eventsInOrder(operations)) {
    const shape = shapeOf(operation)
    const type = invoke ? 'invoke' : operation.type
    const answer = type === 'ok' ? shape.answer : shape.value
    const own = (invoke ? shape.asked : shape.answered) ?? []
    yield ednMap([
      [':index', index++],
      [':process', operation.process],
      [':type', keyword(type)],
      [':f', keyword(shape.f)],
      [':value', keyed(operation, answer)],
      [':time', Math.max(0, Math.round(time))],
      ...own.map(([name, value]): [string, Edn] => [name, name === ':seen' ? keyed(operation, value) : value]),
      ...(type === 'fail' && failedCas === 'mismatch' && isBlindSwap(operation, shape) ? [[':mismatch', true] as const] : []),
      ...placeOf(operation),
      ...(invoke ? [] : endOf(operation)),
    ])
  }
}

/** A failed swap that brought no answer. */
function isBlindSwap({ f, result }: Operation, { answered = [] }: Shape): boolean {
  return f === 'cas' && result === undefined && answered.length === 0
}

/** Independent keys are a matter of the value. */
function keyed({ key }: Operation, value: Edn): Edn {
  return key === undefined ? value : [key, value]
}

function placeOf({ home, node, side, phase }: Operation): [string, Edn][] {
  const when: [string, Edn] = [':phase', keyword(phase)]
  if (side === NO_PLACE || side === NO_TIME) return phase === 'setup' ? [when] : []
  return [[':home', new Raw(JSON.stringify(home))], [':node', new Raw(JSON.stringify(node))], [':side', side], when]
}

function endOf({ error, note }: Operation): [string, Edn][] {
  return [...(error === undefined ? [] : [[':error', [error.code, error.message]] as [string, Edn]]), ...(note === undefined ? [] : [[':note', note] as [string, Edn]])]
}
