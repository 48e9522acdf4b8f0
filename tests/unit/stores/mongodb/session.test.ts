import { type ClientSession, type Db, MongoNetworkError, MongoServerError } from 'mongodb'
import { describe, expect, it } from 'vitest'
import { random } from '../../../../src/core/random.ts'
import { NotCommittedError } from '../../../../src/core/not-committed.ts'
import { Session } from '../../../../src/stores/mongodb/session.ts'

const SETTINGS = { prefix: 't1', writeConcern: 'majority' }
const conflict = () => new MongoServerError({ message: 'Write conflict', code: 112 })

/** A client whose transactions write down what happens to them; `commit` is what a commit does. */
function fake(commit: () => Promise<void> = async () => undefined, deadlineMs = 1000) {
  const log: string[] = []
  const startSession = () =>
    ({
      startTransaction: () => log.push('start'),
      abortTransaction: async () => log.push('abort'),
      commitTransaction: () => {
        log.push('commit')
        return commit()
      },
      endSession: async () => log.push('end'),
    }) as unknown as ClientSession
  return { log, session: new Session({ startSession }, {} as Db, deadlineMs, random(1)) }
}

describe('a writing transaction', () => {
  it('runs its commands, then commits', async () => {
    const { log, session } = fake()
    expect(await session.write(SETTINGS, async () => log.push('work'))).toBe(2)
    await Promise.resolve()
    expect(log).toEqual(['start', 'work', 'commit', 'end'])
  })

  it('runs again after a write conflict', async () => {
    const { log, session } = fake()
    let attempts = 0
    expect(await session.write(SETTINGS, async () => (++attempts < 3 ? Promise.reject(conflict()) : attempts))).toBe(3)
    expect(log.filter((step) => step === 'commit')).toHaveLength(1)
  })

  it('gives up at the deadline with a definite error', async () => {
    const { log, session } = fake(undefined, 60)
    await expect(session.write(SETTINGS, () => Promise.reject(conflict()))).rejects.toThrow(NotCommittedError)
    expect(log).not.toContain('commit')
  })

  it('is not run again for another error, nor after its commit', async () => {
    const before = fake()
    await expect(before.session.write(SETTINGS, () => Promise.reject(new MongoNetworkError('closed')))).rejects.toThrow(NotCommittedError)
    expect(before.log.filter((step) => step === 'start')).toHaveLength(1)

    const at = fake(() => Promise.reject(conflict()))
    await expect(at.session.write(SETTINGS, async () => 1)).rejects.toThrow(MongoServerError)
    expect(at.log.filter((step) => step === 'commit')).toHaveLength(1)
  })

  it('can end without a commit', async () => {
    const { log, session } = fake()
    expect(await session.write(SETTINGS, (_session, abort) => abort('no funds'))).toBe('no funds')
    expect(log).toContain('abort')
    expect(log).not.toContain('commit')
  })

  it('waits for the one before, but not for its replication', async () => {
    const { log, session } = fake(() => new Promise(() => undefined))
    void session.write(SETTINGS, async () => log.push('first'))
    void session.write(SETTINGS, async () => log.push('second'))
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(log).not.toContain('second')
    await expect.poll(() => log).toContain('second')
  })

  it('whose commands hang fails at the deadline, and is ended only after them', async () => {
    const { log, session } = fake(undefined, 50)
    let answer: (value: string) => void = () => undefined
    const hanging = session.write(SETTINGS, () => new Promise<string>((resolve) => (answer = resolve)))
    await expect(hanging).rejects.toThrow('no answer within')
    expect(log).toEqual(['start'])
    answer('late')
    await expect.poll(() => log).toEqual(['start', 'end'])
  })
})

it('a reading transaction is confirmed by its commit', async () => {
  const { session } = fake(() => Promise.reject(new MongoServerError({ message: 'stepped down', code: 11602 })))
  await expect(session.read(SETTINGS, async () => 'old data')).rejects.toThrow('stepped down')
})
