import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { expect, it } from 'vitest'
import { Settings, Table, typeset } from '../../../../src/report/html/parts.tsx'

const lines = (values: Parameters<typeof Settings>[0]['values']) =>
  [...renderToString(h(Settings, { values })).matchAll(/<code>(.*?)<\/code>/g)].map(([, line]) => line)

it('settings that nodes have in common are written once, those that differ apart', () => {
  const fsync = { 'n1.fsync': 'on', 'n2.fsync': 'on', 'n3.fsync': 'off' }
  expect(lines({ ...fsync, route: 'any', 'n1.version': '17.10' })).toEqual(['fsync (n1, n2) = on', 'fsync (n3) = off', 'route = any', 'version (n1) = 17.10'])
  expect(lines({ fsync: 'on', 'n1.fsync': 'on' })).toEqual(['fsync = on', 'fsync (n1) = on'])
})

it('a table names the column in every cell, for screens on which each row is a card', () => {
  const html = renderToString(h(Table, { caption: 'Probes', head: ['Way', 'Lost'], rows: [['n1 → n2', '3']] }))
  expect(html).toContain('<th scope="row" data-label="Way">n1 → n2</th><td data-label="Lost">3</td>')
})

it('a sentence is set with numbers beside their units, and with arrows', () => {
  expect(typeset('then read k0 -> 5 at n1')).toBe('then read k0 → 5 at n1')
  expect(typeset('0 of 96 likes (95 % bound 3.1 %), p50 12 ms, 2 CP')).toBe('0 of 96 likes (95\u00a0% bound 3.1\u00a0%), p50 12\u00a0ms, 2\u00a0CP')
})
