import { usageError } from '../../core/errors.ts'
import type { Operation } from '../../core/event.ts'
import type { NodeId } from '../../core/ids.ts'
import type { Json } from '../../core/json.ts'
import { PHASES } from '../../core/phase.ts'
import { readEdnHistory, type EdnForm } from './edn.ts'
import { asMap, functionOf, isProcess, timeOf, typeOf, type EdnMap } from './edn-event.ts'
import { pairForeign, type ForeignEvent, type ReadHistory, type RegisterCustoms } from './foreign.ts'
import { splitByKey } from './independent.ts'

export interface JepsenOptions {
  /** Every `:value` is `[key value]`, as Jepsen's `independent` makes them. Default: found out. */
  readonly independent?: boolean
}

/**
 * A Jepsen history, as its own test suites store them: maps one after the other, or one vector or list of them. `:fail`
 * means that it did not happen, a failed swap included; a read of `nil` fits anything; what the nemesis did is skipped. A
 * register holds 0 at first, as in Knossos' tests.
 *
 * What `capcheck export` adds is understood: `:null` is a null that was really seen or written, `:seen` what a failed swap
 * saw, `:versions` those of accounts, `:mismatch` marks a failed swap that compared.
 */
export function readJepsenEdn(text: string, name: string, { independent }: JepsenOptions = {}): ReadHistory {
  const skipped = new Set<string>()
  const plain: ForeignEvent[] = []
  const customs = new Customs()
  for (const form of readEdnHistory(text, name)) {
    const one = event(form, name, skipped)
    if (one === null) continue
    plain.push(one)
    customs.note(asMap(form.value)!, one)
  }
  const { events, tupled } = splitByKey(plain, independent, (line, what) => bad(name, line, what))
  const paired = pairForeign(events, name)
  return {
    format: 'jepsen-edn',
    operations: paired.operations.map(withoutNil),
    lines: paired.lines,
    register: customs.found(),
    remarks: [
      ...(skipped.size > 0 ? [`${name}: skipped what ${[...skipped].join(', ')} did`] : []),
      ...(tupled && independent === undefined ? [`${name}: values are [key value], so every key is checked on its own`] : []),
    ],
  }
}

function event({ value, line }: EdnForm, name: string, skipped: Set<string>): ForeignEvent | null {
  const map = asMap(value)
  if (map === null) throw bad(name, line, 'a history holds maps, this is none')
  const process = map[':process']
  if (typeof process === 'string') {
    skipped.add(process)
    return null
  }
  const type = typeOf(map)
  const f = functionOf(map)
  if (!isProcess(process) || type === null || f === null) {
    throw bad(name, line, 'an event needs :process (a whole number), :type (:invoke, :ok, :fail or :info) and :f')
  }
  return { process, type, f, value: answerOf(map, type), line, ...placeOf(map) }
}

/** The value, with what our own export keeps beside it. */
function answerOf(map: EdnMap, type: ForeignEvent['type']): Json {
  const value = map[':value'] ?? null
  const { ':versions': versions, ':seen': seen } = map
  if (type === 'fail' && seen !== undefined) return seen
  if (type === 'ok' && versions !== undefined) return functionOf(map) === 'read' ? { balances: value, versions } : { versions }
  return value
}

/** When and where, as far as it says so; Jepsen itself knows times only. */
function placeOf(map: EdnMap): Pick<ForeignEvent, 'time' | 'home' | 'node' | 'side' | 'phase'> {
  const { ':home': home, ':node': node, ':side': side, ':phase': phase } = map
  const known = PHASES.find((one) => phase === `:${one}`)
  const placed = isNode(home) && isNode(node) && typeof side === 'string'
  return {
    ...timeOf(map),
    ...(placed ? { home, node, side } : {}),
    ...(known === undefined ? {} : { phase: known }),
  }
}

function isNode(value: Json | undefined): value is NodeId {
  return typeof value === 'string' && /^n\d{1,6}$/.test(value)
}

/** What failed swaps mean: they compared only if every one of them says so. */
class Customs {
  private compared = 0
  private failed = 0

  note(map: EdnMap, { type, f }: ForeignEvent): void {
    if (f !== 'cas' || type !== 'fail' || map[':seen'] !== undefined) return
    this.failed++
    if (map[':mismatch'] === true) this.compared++
  }

  found(): RegisterCustoms {
    return { initial: 0, failedCas: this.failed > 0 && this.compared === this.failed ? 'mismatch' : 'nothing' }
  }
}

function withoutNil(op: Operation): Operation {
  const value = withNulls(op.value)
  if (op.result === undefined) return value === op.value ? op : { ...op, value }
  if (op.f === 'read' && op.result === null) {
    const { result: _, ...rest } = op
    return rest
  }
  return { ...op, value, result: withNulls(op.result) }
}

/** `:null` stands for null, at the depth at which values and swaps have it. */
function withNulls(value: Json): Json {
  if (value === ':null') return null
  return Array.isArray(value) && value.includes(':null') ? value.map((one: Json) => (one === ':null' ? null : one)) : value
}

function bad(name: string, line: number, what: string): Error {
  return usageError(`${name}:${line}:1: ${what}`, 'The file must be a Jepsen history in EDN.')
}
