import type { ContainerContext, ContainerRecipe, ContainerSpec } from '../../core/store.ts'
import { mongodArguments, ownProcessor } from './nodes.ts'

/** Where the official image has its data; in memory here, so no volume is made. */
const DATA = '/data/db'

/** The official image `mongo`: its entry point gives the data folder to its own user and starts mongod. */
export const container: ContainerRecipe = {
  image: 'mongo:7.0',
  memoryMiB: 640,
  describe,
}

function describe(context: ContainerContext): ContainerSpec {
  return {
    command: ['mongod', ...mongodArguments(context, DATA)],
    env: {},
    files: [],
    memoryFolders: [DATA],
    // On few processors, transactions of three servers that take turns on all of them have been seen to miss their deadline.
    ...(context.processors > 1 && { processor: ownProcessor(context, context.processors) }),
  }
}
