import { MongoError, MongoNetworkError, MongoServerError, MongoServerSelectionError, MongoWriteConcernError } from 'mongodb'
import { describe, expect, it } from 'vitest'
import { NotCommittedError } from '../../../../src/core/not-committed.ts'
import { classify, ERROR_TABLE } from '../../../../src/stores/mongodb/errors.ts'

const server = (code: number, codeName = '', errorLabels: string[] = []) => new MongoServerError({ message: 'no', code, codeName, errorLabels })
const type = (error: unknown) => classify(error).type

describe('error table', () => {
  it('takes a refusal by role for a definite failure', () => {
    expect(classify(server(10107, 'NotWritablePrimary'))).toEqual({ type: 'fail', code: 'NotWritablePrimary' })
    expect(type(server(13435))).toBe('fail')
    expect(type(server(13436))).toBe('fail')
  })

  it('takes an operation that a role change interrupted for unknown', () => {
    expect(type(server(11602, 'InterruptedDueToReplStateChange'))).toBe('info')
    expect(type(server(189, 'PrimarySteppedDown'))).toBe('info')
    expect(type(server(91, 'ShutdownInProgress'))).toBe('info')
  })

  it('takes every write concern error for unknown, whatever its code', () => {
    const waiting = (code: number, codeName: string) => new MongoWriteConcernError({ ok: 1, writeConcernError: { code, codeName, errmsg: 'waiting for replication' } })
    expect(classify(waiting(64, 'WriteConcernFailed'))).toEqual({ type: 'info', code: 'write-concern WriteConcernFailed' })
    expect(type(waiting(10107, 'NotWritablePrimary'))).toBe('info')
  })

  it('knows which errors of the driver came before anything was sent', () => {
    const refused = new MongoNetworkError('connect ECONNREFUSED', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) })
    expect(type(refused)).toBe('fail')
    expect(type(new MongoServerSelectionError('timed out', {} as never))).toBe('fail')
    expect(type(new MongoNetworkError('connection 3 to 127.0.1.1:27017 closed'))).toBe('info')
    const handshake = new MongoNetworkError('closed')
    handshake.addErrorLabel('HandshakeError')
    expect(type(handshake)).toBe('fail')
  })

  it('takes what it does not know for unknown', () => {
    expect(type(server(999_999))).toBe('info')
    expect(classify(new TypeError('a mistake of ours'))).toEqual({ type: 'info', code: 'TypeError' })
    expect(classify(null)).toEqual({ type: 'info', code: 'unknown' })
    expect(ERROR_TABLE.at(-1)).toEqual({ match: 'anything else', type: 'info', why: 'not in this table' })
  })
})

describe('errors of transactions', () => {
  it('are definite before the commit was sent, even a lost connection', () => {
    expect(type(new NotCommittedError(new MongoNetworkError('closed')))).toBe('fail')
    expect(classify(new NotCommittedError(server(112, 'WriteConflict')))).toEqual({ type: 'fail', code: 'WriteConflict' })
  })

  it('are unknown at the commit when the driver or the server cannot tell', () => {
    expect(type(server(10107, 'NotWritablePrimary', ['UnknownTransactionCommitResult']))).toBe('info')
    expect(type(server(251, 'NoSuchTransaction', ['TransientTransactionError', 'UnknownTransactionCommitResult']))).toBe('info')
    const lost = new MongoError('closed')
    lost.addErrorLabel('UnknownTransactionCommitResult')
    expect(type(lost)).toBe('info')
  })

  it('are definite at the commit when the server says that it did not happen', () => {
    expect(type(server(251, 'NoSuchTransaction', ['TransientTransactionError']))).toBe('fail')
  })
})
