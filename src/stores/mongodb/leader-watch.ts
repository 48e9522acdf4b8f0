import type { NodeId } from '../../core/ids.ts'
import type { Cluster, LeaderWatch } from '../../core/store.ts'
import { memberNode } from './members.ts'
import { WireConnection } from './wire.ts'

const EVERY_MS = 250
const ANSWER_MS = 1000

/**
 * Asks the member beside the client who is primary, as drivers do with `hello`, over one connection that is kept.
 * A member that has lost the majority names nobody once it has stepped down; until then it names itself.
 */
export function watchLeader(cluster: Cluster, home: NodeId): LeaderWatch {
  let leader: NodeId | null = null
  let closed = false
  const look = async () => {
    while (!closed) {
      const connection = await WireConnection.open(cluster.direct(home), ANSWER_MS).catch(() => null)
      try {
        while (!closed && connection !== null) {
          leader = memberNode((await connection.command({ hello: 1 }, ANSWER_MS)).primary as string | undefined)
          await pause()
        }
      } catch {
        // Silent or gone: fall through, connect again.
      }
      leader = null
      connection?.close()
      await pause()
    }
  }
  void look()
  return {
    leader: () => leader,
    close: () => {
      closed = true
      return Promise.resolve()
    },
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, EVERY_MS))
}
