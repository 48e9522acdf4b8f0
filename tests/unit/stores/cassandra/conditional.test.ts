import { errors, type types } from 'cassandra-driver'
import { describe, expect, it } from 'vitest'
import { decide, patience, readSerially } from '../../../../src/stores/cassandra/conditional.ts'
import { StillUnknownError } from '../../../../src/stores/cassandra/errors.ts'

const UNKNOWN = new errors.ResponseError(0x1100, 'write timeout of type CAS')
const UNAVAILABLE = new errors.ResponseError(0x1000, 'not enough replicas')

function result(applied: boolean, ...rows: object[]): types.ResultSet {
  return { rows, wasApplied: () => applied } as unknown as types.ResultSet
}

/** Gives these answers one after the other, and counts how often it was asked. */
function script(...answers: (types.ResultSet | Error)[]) {
  const scripted = {
    calls: 0,
    next: () => {
      const answer = answers[scripted.calls++]!
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
  }
  return scripted
}

const always = () => true

describe('a lightweight transaction with a receipt', () => {
  it('that is answered needs no receipt', async () => {
    const cancel = script()
    expect(await decide({ attempt: script(result(true)).next, cancel: cancel.next }, always)).toEqual({ type: 'applied' })
    expect(await decide({ attempt: script(result(false, { v: 7 })).next, cancel: cancel.next }, always)).toEqual({ type: 'refused', rows: [{ v: 7 }] })
    expect(cancel.calls).toBe(0)
  })

  it('of unknown outcome never happened if the client could insert the receipt itself', async () => {
    expect(await decide({ attempt: script(UNKNOWN).next, cancel: script(result(true)).next }, always)).toEqual({ type: 'cancelled' })
  })

  it('of unknown outcome happened if its receipt is there', async () => {
    expect(await decide({ attempt: script(UNKNOWN).next, cancel: script(result(false, { receipt: 1, void: null })).next }, always)).toEqual({ type: 'applied' })
  })

  it('whose cancel was unknown itself is cancelled when the receipt that is found is void', async () => {
    const cancel = script(UNKNOWN, result(false, { receipt: 1, void: true }))
    expect(await decide({ attempt: script(UNKNOWN).next, cancel: cancel.next }, always)).toEqual({ type: 'cancelled' })
  })

  it('that was refused as unavailable throws that, and nothing is cancelled', async () => {
    const cancel = script()
    await expect(decide({ attempt: script(UNAVAILABLE).next, cancel: cancel.next }, always)).rejects.toBe(UNAVAILABLE)
    expect(cancel.calls).toBe(0)
  })

  it('of unknown outcome stays unknown when the cancel is refused: a refusal of the cancel is none of the change', async () => {
    await expect(decide({ attempt: script(UNKNOWN).next, cancel: script(UNAVAILABLE).next }, always)).rejects.toBeInstanceOf(StillUnknownError)
  })

  it('stays unknown when there is no time left to ask', async () => {
    const cancel = script()
    await expect(decide({ attempt: script(UNKNOWN).next, cancel: cancel.next }, () => false)).rejects.toBeInstanceOf(StillUnknownError)
    expect(cancel.calls).toBe(0)
  })
})

describe('a SERIAL read', () => {
  it('is asked again after contention, not after a refusal', async () => {
    const contended = script(UNKNOWN, result(true, { v: 1 }))
    expect((await readSerially(contended.next, always)).rows).toEqual([{ v: 1 }])
    const refused = script(UNAVAILABLE)
    await expect(readSerially(refused.next, always)).rejects.toBe(UNAVAILABLE)
    expect(refused.calls).toBe(1)
  })

  it('is given up when patience ends', async () => {
    await expect(readSerially(script(UNKNOWN).next, () => false)).rejects.toBe(UNKNOWN)
  })
})

it('patience ends well before the deadline, so that the last attempt can still be answered in time', () => {
  expect(patience({ deadlineMs: 1000 })()).toBe(true)
  expect(patience({ deadlineMs: 0 })()).toBe(false)
})
