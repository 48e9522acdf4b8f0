import { describe, expect, it } from 'vitest'
import { allLinks } from '../../../src/clusters/links.ts'
import type { LinkFault } from '../../../src/core/fault.ts'
import { linkName, NODES } from '../../../src/core/ids.ts'
import { faultsBetween, groups, isDisturbed, type LinkSetting, notYetDone, settingsOf } from '../../../src/faults/by-hand.ts'
import { disturb } from '../../../src/faults/disturb.ts'
import { toxiproxyLinks } from '../../../src/faults/links.ts'
import { fakeToxiproxy } from './fake-toxiproxy.ts'

const OPEN: LinkSetting = { link: { from: 'n1', to: 'n2' }, enabled: true, swallows: { upstream: false, downstream: false }, delays: { upstream: 0, downstream: 0 }, others: [] }

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

describe('what a fault does to links', () => {
  const words = (faults: readonly LinkFault[]) => faults.map(({ link, does }) => `${linkName(link)} ${does.how === 'silent' ? does.streams.join('+') : does.how === 'slow' ? does.ms : 'refusing'}`)
  const setting = (swallows: LinkSetting['swallows']): LinkSetting => ({ ...OPEN, swallows })

  it('cut: both streams of the links in both directions', () => {
    expect(words(faultsBetween({ kind: 'cut' }, [['n1'], ['n2']]))).toEqual(['n1->n2 upstream+downstream', 'n2->n1 upstream+downstream'])
    expect(faultsBetween({ kind: 'cut' }, [['n1'], ['n2', 'n3']])).toHaveLength(4)
  })

  it('oneway: what the first sends, as requests on its own connections and as answers on those of the other', () => {
    expect(words(faultsBetween({ kind: 'oneway' }, [['n1'], ['n2']]))).toEqual(['n1->n2 upstream', 'n2->n1 downstream'])
  })

  it('slow: the delay in each direction', () => {
    expect(words(faultsBetween({ kind: 'slow', ms: 70 }, [['n1'], ['n3']]))).toEqual(['n1->n3 70', 'n3->n1 70'])
  })

  it('what was swallowed before is not swallowed again', () => {
    const cut = faultsBetween({ kind: 'cut' }, [['n1'], ['n2']])
    expect(words(notYetDone(cut, [setting({ upstream: true, downstream: false })]))).toEqual(['n1->n2 downstream', 'n2->n1 upstream+downstream'])
    expect(words(notYetDone(cut, [setting({ upstream: true, downstream: true })]))).toEqual(['n2->n1 upstream+downstream'])
    const slow = faultsBetween({ kind: 'slow', ms: 5 }, [['n1'], ['n2']])
    expect(notYetDone(slow, [setting({ upstream: true, downstream: true })])).toEqual(slow)
  })
})

describe('what Toxiproxy says of links', () => {
  it('is what was done to them', async () => {
    const toxiproxy = await fakeToxiproxy()
    const links = toxiproxyLinks(toxiproxy.cluster)
    await disturb(links, faultsBetween({ kind: 'oneway' }, [['n1'], ['n2']]))
    await links.slow([{ from: 'n2', to: 'n3' }], 50)
    await links.refuse([{ from: 'n3', to: 'n1' }])
    const said = await settingsOf(toxiproxy.cluster, allLinks(NODES))
    toxiproxy.close()
    expect(said.filter(isDisturbed).map(({ link, enabled, swallows, delays }) => [linkName(link), enabled, swallows.upstream, swallows.downstream, delays.upstream, delays.downstream])).toEqual([
      ['n1->n2', true, true, false, 0, 0],
      ['n2->n1', true, false, true, 0, 0],
      ['n2->n3', true, false, false, 50, 50],
      ['n3->n1', false, false, false, 0, 0],
    ])
  })
})

describe('a disturbed link', () => {
  it('is one that anything is done to', () => {
    expect(isDisturbed(OPEN)).toBe(false)
    for (const change of [{ enabled: false }, { swallows: { upstream: false, downstream: true } }, { delays: { upstream: 1, downstream: 0 } }, { others: ['slicer upstream'] }]) {
      expect(isDisturbed({ ...OPEN, ...change })).toBe(true)
    }
  })
})
