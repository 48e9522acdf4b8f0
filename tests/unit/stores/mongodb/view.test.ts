import type { Document } from 'mongodb'
import { describe, expect, it } from 'vitest'
import { membersOf } from '../../../../src/stores/mongodb/members.ts'
import { lagsSeenBy, primaryOf, problemsSeenBy } from '../../../../src/stores/mongodb/view.ts'

const NOW = 1_700_000_000_000

type Member = readonly [state: string, behindMs: number, up?: boolean]

/** A reply of replSetGetStatus from n1. */
function status(...members: readonly Member[]): Document {
  return {
    members: members.map(([stateStr, behindMs, up = true], index) => ({
      name: `127.0.1.${index + 1}:27017`,
      stateStr,
      health: up ? 1 : 0,
      ...(index === 0 && { self: true }),
      ...(up && { lastAppliedWallTime: new Date(NOW - behindMs) }),
    })),
  }
}

const of = (...members: readonly Member[]) => membersOf(status(...members))

describe('what a member says of the others', () => {
  it('names the one primary, and nobody when there are two or none', () => {
    expect(primaryOf(of(['SECONDARY', 0], ['PRIMARY', 0], ['SECONDARY', 0]))).toBe('n2')
    expect(primaryOf(of(['PRIMARY', 0], ['PRIMARY', 0], ['SECONDARY', 0]))).toBeNull()
    expect(primaryOf(of(['SECONDARY', 0], ['PRIMARY', 0, false], ['SECONDARY', 0]))).toBeNull()
  })

  it('is whole only with everybody up and serving', () => {
    expect(problemsSeenBy('n1', of(['PRIMARY', 0], ['SECONDARY', 0], ['SECONDARY', 0]))).toEqual([])
    expect(problemsSeenBy('n1', of(['PRIMARY', 0], ['SECONDARY', 0], ['ROLLBACK', 0]))).toEqual(['n1 sees n3 ROLLBACK'])
    expect(problemsSeenBy('n1', of(['SECONDARY', 0], ['SECONDARY', 0, false], ['SECONDARY', 0]))).toEqual(['n1 sees n2 down', 'n1 sees no single primary'])
  })

  it('has no word on how far an arbiter is, which holds nothing', () => {
    expect(problemsSeenBy('n1', of(['PRIMARY', 0], ['SECONDARY', 0], ['ARBITER', 0]))).toEqual([])
    expect(lagsSeenBy(of(['PRIMARY', 0], ['SECONDARY', 7], ['ARBITER', 0]))).toEqual([{ node: 'n2', behindMs: 7 }])
  })

  it('tells how far the others are behind, and never less than nothing', () => {
    expect(lagsSeenBy(of(['PRIMARY', 0], ['SECONDARY', 150], ['SECONDARY', -5]))).toEqual([
      { node: 'n2', behindMs: 150 },
      { node: 'n3', behindMs: 0 },
    ])
    expect(lagsSeenBy(of(['PRIMARY', 0], ['SECONDARY', 0, false]))).toEqual([{ node: 'n2', behindMs: Infinity }])
  })
})
