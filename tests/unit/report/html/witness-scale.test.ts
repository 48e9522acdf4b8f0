import { expect, it } from 'vitest'
import { ordinalScale } from '../../../../src/report/html/witness-scale.ts'
import { staleWitness } from '../fixture.ts'

it('a scale of a witness gives every end the same distance to the next, keeps order, and knows no end for an unknown', () => {
  const stored = staleWitness().operations.map((each) => ({ ...each, ret: Number.isFinite(each.ret) ? each.ret : null }))
  const scale = ordinalScale(stored, [50e9, 99e9])
  expect(scale.points).toHaveLength(6)
  expect(scale.points.map((point) => scale.at(point).toFixed(1))).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'])
  expect(scale.at(0)).toBe(0)
  expect(scale.at(1e12)).toBe(1)
})
