import { expect, it } from 'vitest'
import { NotCommittedError } from '../../../../src/core/not-committed.ts'
import { classify } from '../../../../src/stores/postgres/errors.ts'

const sqlstate = (code: string) => Object.assign(new Error(code), { code })

it.each([
  ['a standby that refuses to write', sqlstate('25006'), 'fail'],
  ['a serialization failure', sqlstate('40001'), 'fail'],
  ['a deadlock', sqlstate('40P01'), 'fail'],
  ['a primary that was fenced', sqlstate('55000'), 'fail'],
  ['a refused connection', sqlstate('ECONNREFUSED'), 'fail'],
  ['any error before COMMIT was sent', new NotCommittedError(sqlstate('57014')), 'fail'],
  ['a connection lost in a statement', sqlstate('ECONNRESET'), 'info'],
  ['a terminated backend: the commit may be in the log', sqlstate('57P01'), 'info'],
  ['an unknown SQLSTATE', sqlstate('XX000'), 'info'],
  ['something that is not even an error', 'oops', 'info'],
])('%s is booked rightly', (_what, error, type) => {
  expect(classify(error).type).toBe(type)
})
