import type { ContainerRecipe } from '../../core/store.ts'
import { mongodArguments } from './nodes.ts'

/** Where the official image has its data; in memory here, so no volume is made. */
const DATA = '/data/db'

/** The official image `mongo`: its entry point gives the data folder to its own user and starts mongod. */
export const container: ContainerRecipe = {
  image: 'mongo:7.0',
  memoryMiB: 640,
  describe: (context) => ({ command: ['mongod', ...mongodArguments(context, DATA)], env: {}, files: [], memoryFolders: [DATA] }),
}
