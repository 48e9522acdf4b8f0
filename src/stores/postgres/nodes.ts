import { cp, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { NodeContext, NodeSpec } from '../../core/store.ts'
import { configuration, HBA, INITDB_ARGUMENTS, POSTGRES_PORT, primaryOf, USER } from './configuration.ts'

/**
 * n1 is the primary, all others are streaming standbys that follow `127.0.1.1`, that is their own link to n1.
 *
 * Embedded PostgreSQL brings no `pg_basebackup`. A standby here is a second copy of the same fresh `initdb`:
 * same system identifier, so it replays the primary's log from the first checkpoint on.
 */
export async function prepareNode(context: NodeContext): Promise<NodeSpec> {
  const { node, dataDir, engine } = context
  const data = join(dataDir, 'data')
  const primary = primaryOf(context)
  await freshData(context, data)
  await writeFile(join(data, 'pg_hba.conf'), HBA)
  // Nobody is in the sandbox who would need a socket file.
  await writeFile(join(data, 'postgresql.conf'), configuration(context, { unix_socket_directories: '' }))
  if (node !== primary) await writeFile(join(data, 'standby.signal'), '')
  return {
    node,
    linkPort: POSTGRES_PORT,
    clientPort: POSTGRES_PORT,
    process: { command: join(engine.paths.bin!, 'postgres'), args: ['-D', data], env: {}, cwd: dataDir, refusesRoot: true },
  }
}

/** One `initdb` per cluster, copied for each node: the copies must have the same system identifier. */
const templates = new Map<string, Promise<string>>()

async function freshData(context: NodeContext, data: string): Promise<void> {
  const root = dirname(context.dataDir)
  let template = templates.get(root)
  if (template === undefined) {
    template = initialise(context, join(root, 'initdb'))
    templates.set(root, template)
  }
  await cp(await template, data, { recursive: true })
}

async function initialise(context: NodeContext, template: string): Promise<string> {
  const args = ['-D', template, '-U', USER, '--auth=trust', '--no-instructions', ...INITDB_ARGUMENTS]
  await context.exec(join(context.engine.paths.bin!, 'initdb'), args, { refusesRoot: true })
  return template
}
