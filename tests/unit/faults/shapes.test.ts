import { expect, it } from 'vitest'
import { linkName } from '../../../src/core/ids.ts'
import { linksAcross, shapeNamed } from '../../../src/faults/shapes.ts'

const NODES = ['n1', 'n2', 'n3'] as const

it('leader-alone puts n1 against the others and cuts four directed links', () => {
  const sides = shapeNamed('leader-alone').sides(NODES)
  expect(sides).toEqual({ minority: ['n1'], majority: ['n2', 'n3'] })
  expect(linksAcross(sides).map(linkName).toSorted()).toEqual(['n1->n2', 'n1->n3', 'n2->n1', 'n3->n1'])
})

it('leader-in-majority leaves the last node alone', () => {
  const sides = shapeNamed('leader-in-majority').sides(NODES)
  expect(sides).toEqual({ majority: ['n1', 'n2'], minority: ['n3'] })
  expect(linksAcross(sides).map(linkName).toSorted()).toEqual(['n1->n3', 'n2->n3', 'n3->n1', 'n3->n2'])
})

it('an unknown shape is refused with the allowed ones', () => {
  expect(() => shapeNamed('ring')).toThrow('no shape "ring"; allowed: leader-alone, leader-in-majority')
})
