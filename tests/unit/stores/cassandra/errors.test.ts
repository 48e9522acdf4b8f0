import { errors } from 'cassandra-driver'
import { describe, expect, it } from 'vitest'
import { classify, ERROR_TABLE, StillUnknownError } from '../../../../src/stores/cassandra/errors.ts'

/** An error as the driver makes it from a server's answer. */
const answer = (code: number) => new errors.ResponseError(code, `code ${code}`)

describe("Cassandra's error table", () => {
  it.each([
    ['Unavailable', 0x1000, 'unavailable'],
    ['bootstrapping', 0x1002, 'bootstrapping'],
    ['a syntax error', 0x2000, 'syntax'],
    ['an invalid request', 0x2200, 'invalid'],
  ])('%s is a definite fail of a write', (_name, code, word) => {
    expect(classify(answer(code), 'write')).toEqual({ type: 'fail', code: word })
  })

  it.each([
    ['a write timeout, which is also what a lightweight transaction or a counter gets', 0x1100, 'write-timeout'],
    ['a write failure', 0x1500, 'write-failure'],
    ['CAS_WRITE_UNKNOWN', 0x1700, 'cas-write-unknown'],
    ['a lightweight transaction that timed out while it read', 0x1200, 'read-timeout'],
    ['overload, which may strike when some replicas have been sent the write', 0x1001, 'overloaded'],
    ['a server error', 0x0000, 'server-error'],
    ['a code that is not in the table', 0x1600, '0x1600'],
  ])('%s leaves a write unknown', (_name, code, word) => {
    expect(classify(answer(code), 'write')).toEqual({ type: 'info', code: word })
    expect(classify(answer(code), 'transaction').type).toBe('info')
  })

  it('a read that brought no answer has done nothing, whatever the error', () => {
    for (const code of [0x1100, 0x1200, 0x1300, 0x1700]) expect(classify(answer(code), 'read').type).toBe('fail')
    expect(classify(new Error('anything'), 'read').type).toBe('fail')
  })

  it('a request that was sent and never answered is unknown', () => {
    expect(classify(new errors.OperationTimedOutError('no answer'), 'write')).toEqual({ type: 'info', code: 'operation-timed-out' })
    expect(classify(Object.assign(new Error('socket was closed'), { isSocketError: true }), 'write')).toEqual({ type: 'info', code: 'connection' })
  })

  it('a request that was never written to the socket is a fail', () => {
    expect(classify(Object.assign(new Error('socket'), { isSocketError: true, requestNotWritten: true }), 'write')).toEqual({ type: 'fail', code: 'connection' })
  })

  it('one unknown outcome among the inner errors of NoHostAvailable makes the whole unknown', () => {
    const both = new errors.NoHostAvailableError({ n1: answer(0x1000), n2: new errors.OperationTimedOutError('no answer') })
    expect(classify(both, 'write')).toEqual({ type: 'info', code: 'operation-timed-out' })
    expect(classify(new errors.NoHostAvailableError({ n1: answer(0x1000) }), 'write')).toEqual({ type: 'fail', code: 'unavailable' })
    expect(classify(new errors.NoHostAvailableError({}), 'write')).toEqual({ type: 'fail', code: 'no-host' })
  })

  it('what stopped the attempt to decide a lightweight transaction does not decide it', () => {
    expect(classify(new StillUnknownError(answer(0x1000)), 'write')).toEqual({ type: 'info', code: 'still-unknown' })
  })

  it('anything else is unknown, and the printed table says so last', () => {
    expect(classify(new Error('?'), 'write').type).toBe('info')
    expect(classify(null, 'write').type).toBe('info')
    expect(ERROR_TABLE.at(-1)).toMatchObject({ match: 'anything else', type: 'info' })
  })
})
