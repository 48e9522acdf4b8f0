import { describe, expect, it } from 'vitest'
import { NODES } from '../../../src/core/ids.ts'
import { groups, isDisturbed, type LinkSetting, toxicsOf } from '../../../src/faults/by-hand.ts'

describe('the two groups of a fault', () => {
  it('are the named nodes, and all others where nobody else is named', () => {
    expect(groups(NODES, 'n1', undefined)).toEqual([['n1'], ['n2', 'n3']])
    expect(groups(NODES, 'n1, n2', undefined)).toEqual([['n1', 'n2'], ['n3']])
    expect(groups(NODES, 'n3', 'n1')).toEqual([['n3'], ['n1']])
  })

  it.each([
    ['n4', undefined, /no node "n4"; the nodes are n1, n2, n3/],
    ['n1', '', /no node ""/],
    ['n1', 'n2,n1', /n1 cannot be on both sides/],
    ['n1,n2,n3', undefined, /nobody beside/],
  ])('are refused for %s and %s', (from, to, message) => {
    expect(() => groups(NODES, from, to)).toThrow(message)
  })
})

describe('the toxics of a fault', () => {
  const streams = (...args: Parameters<typeof toxicsOf>) => toxicsOf(...args).map(({ link, stream, type }) => `${link.from}->${link.to} ${stream} ${type}`)

  it('cut: both streams of the links in both directions', () => {
    expect(streams({ kind: 'cut' }, [['n1'], ['n2']])).toEqual(['n1->n2 upstream timeout', 'n1->n2 downstream timeout', 'n2->n1 upstream timeout', 'n2->n1 downstream timeout'])
    expect(streams({ kind: 'cut' }, [['n1'], ['n2', 'n3']])).toHaveLength(8)
  })

  it('oneway: what the first sends, as requests on its own connections and as answers on those of the other', () => {
    expect(streams({ kind: 'oneway' }, [['n1'], ['n2']])).toEqual(['n1->n2 upstream timeout', 'n2->n1 downstream timeout'])
  })

  it('slow: the delay in each direction of each link', () => {
    const toxics = toxicsOf({ kind: 'slow', ms: 70 }, [['n1'], ['n3']])
    expect(toxics).toHaveLength(4)
    for (const { type, attributes } of toxics) expect([type, attributes]).toEqual(['latency', { latency: 70, jitter: 0 }])
  })
})

describe('a disturbed link', () => {
  const open: LinkSetting = { link: { from: 'n1', to: 'n2' }, enabled: true, swallows: { upstream: false, downstream: false }, delays: { upstream: 0, downstream: 0 }, others: [] }

  it('is one that anything is done to', () => {
    expect(isDisturbed(open)).toBe(false)
    for (const change of [{ enabled: false }, { swallows: { upstream: false, downstream: true } }, { delays: { upstream: 1, downstream: 0 } }, { others: ['slicer upstream'] }]) {
      expect(isDisturbed({ ...open, ...change })).toBe(true)
    }
  })
})
