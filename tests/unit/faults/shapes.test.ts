import { describe, expect, it } from 'vitest'
import { closedLinks, expectedState, groupsOf } from '../../../src/core/fault.ts'
import { allLinks } from '../../../src/clusters/links.ts'
import { linkName } from '../../../src/core/ids.ts'
import { SHAPES, shapeNamed } from '../../../src/faults/shapes.ts'

const NODES = ['n1', 'n2', 'n3'] as const

/** What probes must find, open links left out. */
function states(name: string): string[] {
  const fault = shapeNamed(name).fault(NODES)
  return allLinks(NODES).map((link) => `${linkName(link)} ${expectedState(fault, link)}`).filter((text) => !text.endsWith(' open'))
}

it.each([
  ['leader-alone', ['n1->n2 cut', 'n1->n3 cut', 'n2->n1 cut', 'n3->n1 cut']],
  ['leader-in-majority', ['n1->n3 cut', 'n2->n3 cut', 'n3->n1 cut', 'n3->n2 cut']],
  ['leader-alone-refusing', ['n1->n2 refused', 'n1->n3 refused', 'n2->n1 refused', 'n3->n1 refused']],
  ['leader-in-majority-refusing', ['n1->n3 refused', 'n2->n3 refused', 'n3->n1 refused', 'n3->n2 refused']],
  ['bridge', ['n1->n3 cut', 'n3->n1 cut']],
  ['ring', ['n1->n2 cut', 'n1->n3 mute', 'n2->n1 mute', 'n2->n3 cut', 'n3->n1 cut', 'n3->n2 mute']],
  ['one-way', ['n1->n2 cut', 'n2->n1 mute']],
  ['slow-link', ['n1->n2 slow', 'n2->n1 slow']],
  ['flapping', ['n1->n2 cut', 'n2->n1 cut']],
  ['flapping-leader', ['n1->n2 cut', 'n1->n3 cut', 'n2->n1 cut', 'n3->n1 cut']],
  ['kill', ['n2->n1 refused', 'n3->n1 refused']],
  ['pause', ['n2->n1 cut', 'n3->n1 cut']],
])('%s: links as probes must find them', (name, expected) => {
  expect(states(name)).toEqual(expected)
})

describe.each(SHAPES.map((shape) => [shape.name, shape] as const))('%s', (_name, shape) => {
  const fault = shape.fault(NODES)

  it('is a partition exactly when no message passes between its groups', () => {
    expect(fault.noPartition === null).toBe(groupsOf(NODES, fault).length > 1)
  })

  it('says so, and who is where', () => {
    expect(/no partition/.test(shape.title)).toBe(fault.noPartition !== null)
    expect(Object.values(shape.sides(NODES)).flat().toSorted()).toEqual(NODES)
    if (fault.noPartition === null) expect(groupsOf(NODES, fault).toSorted()).toEqual(Object.values(shape.sides(NODES)).toSorted())
  })
})

it('only links that let nothing through, without a break, count as closed', () => {
  const closed = (name: string) => closedLinks(shapeNamed(name).fault(NODES)).map(linkName)
  expect(closed('leader-alone-refusing')).toEqual(['n1->n2', 'n1->n3', 'n2->n1', 'n3->n1'])
  expect(closed('bridge')).toEqual(['n1->n3', 'n3->n1'])
  expect(['ring', 'one-way', 'slow-link', 'flapping', 'flapping-leader', 'kill', 'pause'].flatMap(closed)).toEqual([])
})

it('an unknown shape is refused with the allowed ones', () => {
  expect(() => shapeNamed('star')).toThrow('no shape "star"; allowed: leader-alone, leader-in-majority, leader-alone-refusing')
})
