import { expect, it } from 'vitest'
import type { Fault } from '../../../src/core/fault.ts'
import { everything, judged, load, minorityReads } from './scenario.ts'

/** The first sentence of a cell. */
const brief = ({ home, available, ok, fail, info }: { home: string; available: boolean | 'partly'; ok: number; fail: number; info: number }) => `${home} ${available} ${ok}/${fail}/${info}`

it('has a row for each operation and side, in both scopes, with the counts of the node that decides', () => {
  const { matrix } = judged(load((home, f, i) => (home === 'n3' && f === 'write' ? (i % 2 === 0 ? 'fail' : 'info') : minorityReads(home, f, i))))
  expect(matrix.map(({ f, side, strict, ownSide }) => [f, side, brief(strict), brief(ownSide)])).toEqual([
    ['read', 'minority', 'n1 true 50/0/0', 'n1 true 50/0/0'],
    ['read', 'majority', 'n2 true 50/0/0', 'n3 true 50/0/0'],
    ['write', 'minority', 'n1 false 0/50/0', 'n1 false 0/50/0'],
    ['write', 'majority', 'n3 false 0/25/25', 'n2 true 50/0/0'],
  ])
})

it('bounds the share that is answered from both ends, and has latencies of answers only', () => {
  const [read, , write] = judged(load(minorityReads)).matrix
  expect(read!.strict).toMatchObject({ low: 0.94, high: 1, p50: 3, p99: 3 })
  expect(write!.strict).toMatchObject({ low: 0, high: 0.06, p50: null, p99: null })
})

it('calls a side that answers at times partly available, whatever its other node does', () => {
  const [, , , write] = judged(load((home, f, i) => (home !== 'n1' && f === 'write' && i < 10 ? 'fail' : 'ok'))).matrix
  expect([write!.strict.available, write!.ownSide.available]).toEqual(['partly', 'partly'])
  expect(write!.strict.low).toBeCloseTo(0.67, 2)
})

it('asks nothing of a node that the harness stopped', () => {
  const fault: Fault = { links: [], nodes: [{ node: 'n1', does: 'pause' }], noPartition: 'stopped' }
  expect(judged(load(everything), { trial: { fault } }).matrix.map(({ side }) => side)).toEqual(['majority', 'majority'])
})
