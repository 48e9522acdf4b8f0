import { expect, it } from 'vitest'
import { waitFor } from '../../../src/core/wait.ts'
import { TimeLimitError, within } from '../../../src/core/within.ts'

it('waits through exceptions until there is a value', async () => {
  let calls = 0
  const value = await waitFor('a third call', async () => {
    if (++calls < 3) throw new Error('not yet')
    return calls
  }, { timeoutMs: 5000, everyMs: 1 })
  expect(value).toBe(3)
})

it('says what was awaited, how long, and what came last', async () => {
  const waiting = waitFor('the moon', () => Promise.reject(new Error('clouds')), { timeoutMs: 20, everyMs: 5, explain: async () => 'log: dark' })
  await expect(waiting).rejects.toMatchObject({ message: 'waited 0.02 s for the moon; last answer: clouds\nlog: dark', exitCode: 3 })
})

it('a limit ends the wait, and a late failure of the work is nobody’s unhandled rejection', async () => {
  const work = new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error('late')), 20))
  await expect(within(5, 'the work', work)).rejects.toBeInstanceOf(TimeLimitError)
  await new Promise((resolve) => setTimeout(resolve, 30))
})
