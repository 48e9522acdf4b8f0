import { describe, expect, it } from 'vitest'
import { findForks } from '../../../src/atlas/forks.ts'
import { history } from '../checker/fixture.ts'

const read = (at: number, versions: { readonly [account: string]: number }) => ({ f: 'read', at: [at, at + 1], result: { versions } }) as const

describe('long forks', () => {
  it('are two reads that each show a change that the other lacks, whenever they were sent', () => {
    const [fork, ...others] = findForks(history(read(1, { a: 1, b: 1 }), read(9, { a: 1, b: 2 }), read(5, { a: 2, b: 1 }), read(7, { a: 2, b: 2 })))
    expect(others).toEqual([])
    expect([fork!.one.result, fork!.other.result]).toEqual(expect.arrayContaining([{ versions: { a: 1, b: 2 } }, { versions: { a: 2, b: 1 } }]))
  })

  it('are found when one read shows more in sum', () => {
    expect(findForks(history(read(1, { a: 9, b: 1 }), read(3, { a: 1, b: 2 })))).toHaveLength(1)
  })

  it('are no old reads, however old, and nothing without versions or answer', () => {
    expect(findForks(history(read(9, { a: 1, b: 1 }), read(1, { a: 7, b: 3 }), read(2, { a: 2, b: 1 }), read(4, { a: 2, b: 1 })))).toEqual([])
    expect(findForks(history({ f: 'read', at: [1, 2], result: 5 }, { f: 'read', at: [1, 2], type: 'fail' }, { f: 'transfer', at: [1, 2], result: { versions: { a: 3 } } }, read(3, { a: 1 })))).toEqual([])
  })
})
