import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NodeContext, NodeSpec } from '../../core/store.ts'
import { CQL_PORT, javaArguments, LOGBACK, RACKDC, STORAGE_PORT, yaml } from './configuration.ts'

/** Writes the files of one node. All nodes are alike: each is a seed and none waits for another. */
export async function prepareNode(context: NodeContext): Promise<NodeSpec> {
  const { node, dataDir, engine } = context
  await Promise.all(['tmp', 'triggers'].map((name) => mkdir(join(dataDir, name))))
  await writeFile(join(dataDir, 'cassandra.yaml'), yaml(context))
  await writeFile(join(dataDir, 'cassandra-rackdc.properties'), RACKDC)
  await writeFile(join(dataDir, 'logback.xml'), LOGBACK)
  return {
    node,
    linkPort: STORAGE_PORT,
    clientPort: CQL_PORT,
    process: { command: engine.paths.java!, args: javaArguments(context, engine.paths.lib!), env: {}, cwd: dataDir, refusesRoot: false },
  }
}
