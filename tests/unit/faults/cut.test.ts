import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Links, toxiproxyLinks } from '../../../src/faults/links.ts'
import { fakeToxiproxy } from './fake-toxiproxy.ts'

let toxiproxy: Awaited<ReturnType<typeof fakeToxiproxy>>
let links: Links
beforeEach(async () => {
  toxiproxy = await fakeToxiproxy()
  links = toxiproxyLinks(toxiproxy.cluster)
})
afterEach(() => void toxiproxy.close())

const ONE = { from: 'n1', to: 'n2' } as const
const OTHER = { from: 'n3', to: 'n1' } as const

it('a cut is a black hole in both directions of the named links, and of no other', async () => {
  await links.cut([ONE, OTHER])
  expect(toxiproxy.faults('n1->n2')).toEqual(['timeout downstream 0', 'timeout upstream 0'])
  expect(toxiproxy.faults('n3->n1')).toEqual(['timeout downstream 0', 'timeout upstream 0'])
  expect(toxiproxy.faults('n2->n1')).toEqual([])
})

it('a slow link delays both directions, and takes a new figure', async () => {
  await links.slow([ONE], 50)
  expect(toxiproxy.faults('n1->n2')).toEqual(['latency downstream 50', 'latency upstream 50'])
  await links.slow([ONE], 200)
  expect(toxiproxy.faults('n1->n2')).toEqual(['latency downstream 200', 'latency upstream 200'])
})

it('a heal takes everything away, and can be called for links that are open', async () => {
  await links.cut([ONE])
  await links.slow([OTHER], 50)
  await links.heal([ONE, OTHER])
  await links.heal([ONE, OTHER])
  expect([...toxiproxy.faults('n1->n2'), ...toxiproxy.faults('n3->n1')]).toEqual([])
})

it('an error names the link', async () => {
  await expect(links.slow([{ from: 'n1', to: 'n4' }], 50)).rejects.toThrow('could not slow the link n1->n4: Request failed with status code 404')
})
