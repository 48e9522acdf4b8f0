import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { listAppendCheck } from '../transactions/check.ts'
import type { NamedModel } from './answer.ts'
import { ofCheck } from './of-check.ts'
import { allow, OperationFault, refuseInitial, shown } from './shape.ts'

/** Processes are kept in 32 bits. */
const MOST_PROCESS = 0x7fff_ffff

export const listAppendModel: NamedModel = {
  name: 'list-append',
  title: 'transactions of [append key element] and [r key list] on lists that are empty at first; strict serializable unless --isolation says otherwise',
  task: (operations, setting) => {
    allow('list-append', operations, ['txn'])
    refuseInitial('list-append', setting, 'lists are empty at first')
    for (const op of operations) refuseShape(op)
    const far = operations.find(({ process }) => Math.abs(process) > MOST_PROCESS)
    if (far) throw new OperationFault(far, `the number of the process is above ${MOST_PROCESS}`)
    const check = listAppendCheck({ model: setting.isolation })
    return { notes: [], direct: (budgetMs) => ofCheck(check({ operations, budgetMs })) }
  },
}

function refuseShape(op: Operation): void {
  refuseSteps(op, op.value)
  if (op.type === 'ok' && op.result !== undefined) refuseSteps(op, op.result)
}

function refuseSteps(op: Operation, steps: Json): void {
  if (!Array.isArray(steps)) throw new OperationFault(op, `a transaction is a list of micro-operations, not ${shown(steps)}`)
  for (const step of steps as readonly Json[]) {
    const [f, key, value = null] = Array.isArray(step) ? (step as readonly Json[]) : []
    const fits = key !== undefined && (f === 'append' || (f === 'r' && (value === null || Array.isArray(value))))
    if (!fits) throw new OperationFault(op, `${shown(step)} is neither ["append", key, element] nor ["r", key, list or null]`)
  }
}
