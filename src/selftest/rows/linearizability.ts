import { bruteForce } from '../../checker/linearizability/brute-force.ts'
import { linearizability } from '../../checker/linearizability/check.ts'
import { toColumns } from '../../checker/linearizability/columns.ts'
import { DepthFirst } from '../../checker/linearizability/depth-first.ts'
import { Frontier } from '../../checker/linearizability/frontier.ts'
import { checkLinearizable } from '../../checker/linearizability/linearizable.ts'
import { modelPart, registerPart } from '../../checker/linearizability/part.ts'
import { replay } from '../../checker/linearizability/replay.ts'
import { appendKv } from '../../checker/models/append-kv.ts'
import type { Model } from '../../checker/models/model.ts'
import { register } from '../../checker/models/register.ts'
import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { comparisonRow, type Answer } from '../compare.ts'
import { check, laneWith } from '../generate/operation.ts'
import { linearizableHistory, randomHistory, randomStrings, type Shape } from '../generate/register.ts'
import { mutationRow } from '../mutate.ts'
import type { Judgement, Row } from '../row.ts'
import { showOperations } from '../show.ts'
import { validRow } from '../valid.ts'
import { REGISTER_BUGS } from './register-bugs.ts'

/** Every algorithm that may decide a register, called by itself. */
type Route = 'unique-values' | 'depth-first' | 'frontier'

const MODEL = register({ initial: 0, failedCas: 'mismatch' })
/** What the check of the register workload uses: a failed swap says nothing. */
const CHECKED = register({ initial: 0 })
const BYTES = 2 ** 26

/** Shapes of random histories, taken in turn; small, because the brute force tries all orders. */
const SHAPES: { readonly [route in Route]: readonly Shape[] } = {
  'unique-values': [
    { operations: 7, span: 12, unique: true, unknown: 0, failedSwaps: false },
    { operations: 7, span: 14, unique: true, unknown: 30, failedSwaps: false },
    { operations: 7, span: 14, unique: true, unknown: 20, failedSwaps: true },
    { operations: 7, span: 6, unique: true, unknown: 10, failedSwaps: true },
  ],
  'depth-first': searchShapes(),
  frontier: searchShapes(),
}

function searchShapes(): Shape[] {
  return [
    { operations: 7, span: 12, unique: false, unknown: 0, failedSwaps: true },
    { operations: 7, span: 14, unique: false, unknown: 40, failedSwaps: true },
    { operations: 7, span: 50, unique: false, unknown: 20, failedSwaps: true },
    { operations: 6, span: 8, unique: true, unknown: 20, failedSwaps: true },
  ]
}

const ROUTES = Object.keys(SHAPES) as readonly Route[]

export const linearizabilityRows: readonly Row[] = [
  ...ROUTES.flatMap((route) => [
    comparisonRow<Operation>({
      id: `linearizability-${route}`,
      what: 'random registers of up to 7 operations, every order tried',
      checkers: [`linearizability/${route}`],
      generate: (_dice, seed) => randomHistory(seed, SHAPES[route][seed % SHAPES[route].length]!),
      checker: (history) => decide(route, history),
      reference: (history) => ({ valid: bruteForce(history, MODEL, 0) === 'linearizable' }),
      show: showOperations,
    }),
    ...REGISTER_BUGS.map((bug) =>
      mutationRow({
        id: `linearizability-${route}/${bug.id}`,
        bug: bug.bug,
        checkers: [`linearizability/${route}`],
        valid: (_dice, seed) => linearizableHistory(seed, { operations: 9, span: 6, unique: route === 'unique-values', unknown: 8, failedSwaps: false }),
        mutate: bug.mutate,
        broken: (history) => bruteForce(history, route === 'unique-values' ? CHECKED : MODEL, 0) === 'impossible',
        judge: (history) => judge(route, history),
      }),
    ),
    validRow({
      id: `linearizability-${route}`,
      bug: 'linearizable registers of 300 operations with unknown outcomes and failed swaps',
      checkers: [`linearizability/${route}`],
      generate: (_dice, seed) => linearizableHistory(seed, { operations: 300, span: 6, unique: route === 'unique-values', unknown: 3, failedSwaps: true }),
      judge: (history) => decide(route, history),
      show: showOperations,
    }),
  ]),
  comparisonRow<Operation>({
    id: 'linearizability-strings',
    what: 'random strings with get, put and append, every order tried',
    checkers: ['linearizability/depth-first'],
    generate: (_dice, seed) => randomStrings(seed, seed % 2 === 0 ? (index) => `<${index}>` : (index) => ['', 'a', 'b', 'ab', 'aa'][index % 5]!, 6),
    checker: (history) => decideStrings(history),
    reference: (history) => ({ valid: bruteForce(history, appendKv, '') === 'linearizable' }),
    show: showOperations,
  }),
]

/** One algorithm's answer, with its certificate replayed. */
function decide(route: Route, history: readonly Operation[]): Answer {
  if (route !== 'unique-values') return searched(route, history)
  const { valid, objects, violations } = checkLinearizable(history, MODEL)
  if (valid === true) return { valid, ...certified(history, objects[0]?.order ?? [], MODEL, 0) }
  return { valid: false, ...(violations[0]?.confirmed === true ? {} : { detail: 'the witness is not confirmed' }) }
}

function decideStrings(history: readonly Operation[]): Answer {
  const { valid, objects } = checkLinearizable(history, appendKv)
  return valid === true ? { valid, ...certified(history, objects[0]?.order ?? [], appendKv, '') } : { valid: false }
}

/** One search alone, run to its end. */
function searched(route: Route, history: readonly Operation[]): Answer {
  const columns = toColumns(history, MODEL)
  const part = columns.keys.length === 0 ? modelPart([], MODEL, 0) : registerPart(columns, 0, columns.kind.length, columns.initial[0]!)
  const search = route === 'frontier' ? new Frontier(part, BYTES) : new DepthFirst(part, BYTES)
  const end = search.run(Infinity)
  if (end !== 'valid') return { valid: false, ...(end === 'invalid' ? {} : { detail: `the search ended ${end}` }) }
  return { valid: true, ...certified(history, search.order().map((row) => columns.source[row]!), MODEL, 0) }
}

function certified(history: readonly Operation[], order: ArrayLike<number>, model: Model, initial: Json): { readonly detail?: string } {
  const wrong = replay(history, order, model, initial)
  return wrong === null ? {} : { detail: `the certificate is wrong: ${wrong}` }
}

/** The check with its witness; a search alone has none, only its answer. */
function judge(route: Route, history: readonly Operation[]): Judgement {
  if (route !== 'unique-values') return { valid: searched(route, history).valid }
  const { valid, witness } = check(linearizability, history, laneWith({ initial: 0 }))
  return { valid: valid === true, witness: witness?.operations ?? null }
}
