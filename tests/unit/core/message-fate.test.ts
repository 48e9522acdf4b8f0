import { describe, expect, it } from 'vitest'
import type { NodeId } from '../../../src/core/ids.ts'
import { messageFate } from '../../../src/core/message-fate.ts'
import { shapeNamed } from '../../../src/faults/shapes.ts'

const NODES: readonly NodeId[] = ['n1', 'n2', 'n3']

/** `n1->n2 lost` for every direction that is disturbed. */
function disturbed(shape: string): string[] {
  const fault = shapeNamed(shape).fault(NODES)
  return NODES.flatMap((from) => NODES.filter((to) => to !== from).map((to) => [`${from}->${to}`, messageFate(fault, from, to).fate] as const))
    .filter(([, fate]) => fate !== 'arrive')
    .map((pair) => pair.join(' '))
}

describe('what becomes of a message', () => {
  it('is told by direction, over both connections that could carry it', () => {
    expect(disturbed('leader-alone')).toEqual(['n1->n2 lost', 'n1->n3 lost', 'n2->n1 lost', 'n3->n1 lost'])
    expect(disturbed('one-way')).toEqual(['n1->n2 lost'])
    expect(disturbed('ring')).toEqual(['n1->n2 lost', 'n2->n3 lost', 'n3->n1 lost'])
    expect(disturbed('bridge')).toEqual(['n1->n3 lost', 'n3->n1 lost'])
  })

  it('tells a refusal from silence, and a node that was stopped from a link that was', () => {
    expect(disturbed('leader-in-majority-refusing')).toEqual(['n1->n3 refused', 'n2->n3 refused', 'n3->n1 refused', 'n3->n2 refused'])
    expect(disturbed('kill')).toEqual([])
  })

  it('carries how late and how long', () => {
    expect(messageFate(shapeNamed('slow-link').fault(NODES), 'n1', 'n2')).toEqual({ fate: 'slow', ms: 300 })
    expect(messageFate(shapeNamed('flapping').fault(NODES), 'n2', 'n1')).toEqual({ fate: 'in turn', onMs: 2000, offMs: 2000 })
  })
})
