import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { EXIT, messageOf, usageError } from '../../core/errors.ts'
import { plural } from '../../report/format.ts'
import type { System } from '../system.ts'

/** Runs go here unless `--out` says otherwise. */
const RUNS = join('reports', 'runs')

export interface ServeFlags {
  readonly port: number
}

/**
 * `capcheck serve [folder]`: past runs in a browser, on this machine only, until Ctrl+C.
 *
 * @throws CapcheckError (exit 64) when there is no such folder, or the port is taken
 */
export async function serve(path: string | undefined, flags: ServeFlags, { io, stop, cwd }: Pick<System, 'io' | 'stop' | 'cwd'>): Promise<number> {
  // Its pages bring a renderer with them that no other command needs.
  const [{ runsServer }, { servedRuns }] = await Promise.all([import('../serve/server.ts'), import('../serve/runs.ts')])
  const root = resolve(cwd, path ?? RUNS)
  const runs = servedRuns(root)
  const server = runsServer(root)
  server.listen(flags.port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    throw usageError(`port ${flags.port} of 127.0.0.1 cannot be used: ${messageOf(error)}`, 'Name another one with --port; 0 takes any that is free.')
  }
  const { port } = server.address() as { readonly port: number }
  io.out(`http://127.0.0.1:${port}/`)
  io.err(`${plural(runs.length, 'run')} in ${root}. Ctrl+C ends it.`)
  if (!stop.aborted) await once(stop, 'abort')
  server.close()
  server.closeAllConnections()
  return EXIT.ok
}
