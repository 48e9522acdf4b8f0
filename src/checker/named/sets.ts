import { sets } from '../sets/check.ts'
import type { NamedModel } from './answer.ts'
import { ofCheck } from './of-check.ts'
import { allow, answerOf, OperationFault, refuseInitial, shown } from './shape.ts'

export const setModel: NamedModel = {
  name: 'set',
  title: 'a set per key that only grows: add an element, read all of them; empty at first',
  task: (operations, setting) => {
    allow('set', operations, ['add', 'read'])
    refuseInitial('set', setting, 'sets are empty at first')
    const own = operations.filter((op) => {
      if (op.f === 'add' || op.type !== 'ok') return true
      const answer = answerOf(op)
      if (answer !== undefined && answer !== null && !Array.isArray(answer)) throw new OperationFault(op, `the read of a set must answer a list, not ${shown(answer)}`)
      // A read of nil brought no answer in Jepsen's histories.
      return answer !== undefined
    })
    return { notes: [], direct: () => ofCheck(sets({ operations: own })) }
  },
}
