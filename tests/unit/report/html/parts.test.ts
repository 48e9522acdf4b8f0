import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { expect, it } from 'vitest'
import { Settings } from '../../../../src/report/html/parts.tsx'

const lines = (values: Parameters<typeof Settings>[0]['values']) =>
  [...renderToString(h(Settings, { values })).matchAll(/<code>(.*?)<\/code>/g)].map(([, line]) => line)

it('settings that nodes have in common are written once, those that differ apart', () => {
  const fsync = { 'n1.fsync': 'on', 'n2.fsync': 'on', 'n3.fsync': 'off' }
  expect(lines({ ...fsync, route: 'any', 'n1.version': '17.10' })).toEqual(['fsync (n1, n2) = on', 'fsync (n3) = off', 'route = any', 'version (n1) = 17.10'])
  expect(lines({ fsync: 'on', 'n1.fsync': 'on' })).toEqual(['fsync = on', 'fsync (n1) = on'])
})
