import type { NodeId } from '../../core/ids.ts'
import type { NodeControl } from '../provider.ts'
import { api, type Engine } from './engine.ts'
import { dockerError } from './errors.ts'
import type { Watch } from './watch.ts'

/**
 * Signals for nodes that are containers. What a node keeps lies in memory folders of its container and goes when that
 * ends, so a killed node cannot come back with its data.
 *
 * @param idOf id of the container in which a node's server runs
 */
export function dockerControl(engine: Engine, idOf: (node: NodeId) => string, watch: Watch): NodeControl {
  const container = (node: NodeId) => api(engine).getContainer(idOf(node))
  return {
    async kill(node) {
      watch.expectDeath(node)
      await refused(`${node} could not be killed`, container(node).kill())
    },
    restart: null,
    async pause(node) {
      await refused(`${node} could not be paused`, container(node).pause())
    },
    async resume(node) {
      await refused(`${node} could not go on`, container(node).unpause())
    },
  }
}

async function refused(what: string, work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    throw dockerError(what, error)
  })
}
