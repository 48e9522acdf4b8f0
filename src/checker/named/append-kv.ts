import type { Operation } from '../../core/event.ts'
import { appendKv } from '../models/append-kv.ts'
import type { NamedModel } from './answer.ts'
import { allow, answerOf, OperationFault, refuseInitial, shown } from './shape.ts'
import { explainPlainly } from './tell.ts'

export const appendKvModel: NamedModel = {
  name: 'append-kv',
  title: 'a string per key: get, put and append; empty at first',
  task: (operations, setting) => {
    allow('append-kv', operations, ['get', 'put', 'append'])
    refuseInitial('append-kv', setting, 'strings are empty at first')
    return { notes: [], search: { operations: operations.map(checked), model: appendKv, source: { model: 'append-kv' }, explain: explainPlainly } }
  },
}

/** Strings only: another value would be put into words on the way, and no longer be told apart from them. */
function checked(op: Operation): Operation {
  if (op.f !== 'get') {
    if (typeof op.value !== 'string') throw new OperationFault(op, `its value must be a string, not ${shown(op.value)}`)
    return op
  }
  if (op.type !== 'ok') return op
  const answer = answerOf(op) ?? ''
  if (typeof answer !== 'string') throw new OperationFault(op, `it must answer a string, not ${shown(answer)}`)
  return op.result === answer ? op : { ...op, result: answer }
}
