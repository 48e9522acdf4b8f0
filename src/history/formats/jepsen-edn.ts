import { usageError } from '../../core/errors.ts'
import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { readEdn } from './edn.ts'
import type { EdnForm } from './edn.ts'
import { pairForeign } from './foreign.ts'
import type { ForeignEvent, ReadHistory } from './foreign.ts'

/**
 * A Jepsen history of a compare-and-set register, as its own test suites store them: maps one after the other, or one
 * vector or list of them. The register holds 0 at first; `:fail` means that it did not happen, a failed swap included; a read of
 * `nil` fits anything; what the nemesis did is skipped.
 */
export function readJepsenEdn(text: string, name: string): ReadHistory {
  const skipped = new Set<string>()
  const events = forms(text, name).flatMap((form) => event(form, name, skipped) ?? [])
  return {
    format: 'jepsen-edn',
    operations: pairForeign(events, name).map(withoutNil),
    object: { model: 'register', initial: 0, failedCas: 'nothing' },
    remarks: skipped.size > 0 ? [`${name}: skipped what ${[...skipped].join(', ')} did`] : [],
  }
}

function forms(text: string, name: string): EdnForm[] {
  const all = [...readEdn(text, name)]
  const only = all.length === 1 ? all[0]! : null
  return only !== null && Array.isArray(only.value) ? (only.value as Json[]).map((value) => ({ value, line: only.line })) : all
}

function event({ value, line }: EdnForm, name: string, skipped: Set<string>): ForeignEvent | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(name, line, 'a history holds maps, this is none')
  const map = value as { readonly [key: string]: Json }
  const process = map[':process']
  if (typeof process === 'string') {
    skipped.add(process)
    return null
  }
  const type = /^:(invoke|ok|fail|info)$/.exec(String(map[':type']))?.[1]
  const f = /^:(.+)$/.exec(String(map[':f']))?.[1]
  if (typeof process !== 'number' || type === undefined || f === undefined) {
    throw bad(name, line, 'an event needs :process (a number), :type (:invoke, :ok, :fail or :info) and :f')
  }
  return { process, type: type as ForeignEvent['type'], f, value: map[':value'] ?? null, line }
}

function withoutNil(op: Operation): Operation {
  if (op.f !== 'read' || op.result !== null) return op
  const { result: _, ...rest } = op
  return rest
}

function bad(name: string, line: number, what: string): Error {
  return usageError(`${name}:${line}:1: ${what}`, 'The file must be a Jepsen history in EDN.')
}
