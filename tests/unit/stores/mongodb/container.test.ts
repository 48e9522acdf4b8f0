import { expect, it } from 'vitest'
import { container } from '../../../../src/stores/mongodb/container.ts'
import { mongodArguments } from '../../../../src/stores/mongodb/nodes.ts'
import { SERVER_SETTINGS } from '../../../../src/stores/mongodb/profiles.ts'

it('mongod in a container gets the arguments of any other place, with its data in memory', () => {
  const context = { node: 'n2', nodes: ['n1', 'n2', 'n3'], realAddress: '172.20.0.7', processors: 2, serverSettings: SERVER_SETTINGS } as const
  const { command, memoryFolders } = container.describe(context)
  expect(command).toEqual(['mongod', ...mongodArguments(context, '/data/db')])
  expect(command).toContain('127.0.1.2,172.20.0.7')
  expect(memoryFolders).toEqual(['/data/db'])
})

it('keeps to a processor, n1 to one of its own, unless there is but one', () => {
  const nodes = ['n1', 'n2', 'n3'] as const
  const processors = (count: number) => nodes.map((node) => container.describe({ node, nodes, realAddress: '172.20.0.7', processors: count, serverSettings: {} }).processor)
  expect(processors(4)).toEqual([0, 1, 2])
  expect(processors(2)).toEqual([0, 1, 1])
  expect(processors(1)).toEqual([undefined, undefined, undefined])
})
