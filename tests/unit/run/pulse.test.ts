import { expect, it } from 'vitest'
import { Pulse } from '../../../src/run/pulse.ts'

const error = { code: 'refused', message: 'no' }

it('counts what each side heard since the last look, reads apart from changes', () => {
  const pulse = new Pulse({ minority: ['n1'], majority: ['n2', 'n3'] })
  pulse.note('minority', 'read', { type: 'ok', value: 1 })
  pulse.note('minority', 'write', { type: 'info', error })
  pulse.note('minority', 'transaction', { type: 'fail', error })
  pulse.note('majority', 'write', { type: 'ok', value: 1 })
  const none = { ended: 0, answered: 0 }
  expect(pulse.take()).toEqual([
    { side: 'minority', nodes: ['n1'], reads: { ended: 1, answered: 1 }, changes: { ended: 2, answered: 0 } },
    { side: 'majority', nodes: ['n2', 'n3'], reads: none, changes: { ended: 1, answered: 1 } },
  ])
  expect(pulse.take().map(({ reads, changes }) => [reads, changes])).toEqual([[none, none], [none, none]])
})

it('takes the word that a condition did not hold for an answer, as the verdict does', () => {
  const pulse = new Pulse({ all: ['n1'] })
  pulse.note('all', 'write', { type: 'fail', error: { code: 'cas-mismatch', message: 'it holds 3' } })
  expect(pulse.take()[0]!.changes).toEqual({ ended: 1, answered: 1 })
})
