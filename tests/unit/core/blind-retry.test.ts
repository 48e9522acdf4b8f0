import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { sendAgain } from '../../../src/core/blind-retry.ts'

describe('a change that is sent again', () => {
  it('is sent once when it is answered', async () => {
    let sent = 0
    expect(await sendAgain(async () => void sent++, { afterMs: 1000 })).toEqual({ type: 'ok', value: null })
    expect(sent).toBe(1)
  })

  it('is sent twice when the first answer is late, and done twice', async () => {
    let done = 0
    const late = async () => {
      await sleep(done++ === 0 ? 60 : 0)
    }
    expect(await sendAgain(late, { afterMs: 5 })).toEqual({ type: 'ok', value: { sent: 2 } })
    expect(done).toBe(2)
  })

  it('is sent twice after an error that leaves it open, and no third time', async () => {
    let sent = 0
    const send = async () => {
      throw new Error(`time-out ${++sent}`)
    }
    await expect(sendAgain(send, { lost: () => true })).rejects.toThrow('time-out 2')
    await expect(sendAgain(send, { lost: () => false })).rejects.toThrow('time-out 3')
    expect(sent).toBe(3)
  })

  it('leaves no rejection of the late first attempt behind', async () => {
    let sent = 0
    const send = async () => {
      if (sent++ > 0) return
      await sleep(20)
      throw new Error('too late for anybody')
    }
    expect(await sendAgain(send, { afterMs: 5 })).toMatchObject({ value: { sent: 2 } })
    await sleep(30)
  })
})
