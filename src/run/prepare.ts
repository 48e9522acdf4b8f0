import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeId } from '../core/ids.ts'
import { waitFor } from '../core/wait.ts'
import { MS } from './clock.ts'
import type { Lane } from './lane.ts'
import type { Stage } from './stage.ts'

/** Warm-up of clients and servers, at least and at most; recorded as `setup`, judged nowhere. Milliseconds. */
const WARM_UP_MS = 2500
const LONGEST_WARM_UP_MS = 15_000

/** Records the first values as acknowledged writes and waits until every home reads them. */
export async function firstValues(lanes: readonly Lane[], homes: readonly NodeId[]): Promise<void> {
  for (const lane of lanes) {
    const { workload } = lane.parts
    for (const op of workload.initial ?? []) await lane.perform(homes[0]!, op, { deadlineMs: 10_000 })
    for (const home of homes) {
      await waitFor(
        `${workload.name} to answer at ${home}`,
        async () => ((await lane.perform(home, workload.final[0]!, { deadlineMs: 5000 })).type === 'ok' ? true : undefined),
        { timeoutMs: 30_000 },
      )
    }
  }
}

/**
 * Lets the load run until nothing was slow or unanswered for the length of a deadline. Where that never comes, the
 * control goes on all the same and says that this machine does not carry the load.
 */
export async function warmUp(lanes: readonly Lane[], { clock }: Stage): Promise<void> {
  await sleep(WARM_UP_MS)
  const calm = (lane: Lane) => clock.now() - lane.strainedAt > lane.parts.deadlineMs * MS
  const warm = waitFor('a load that is answered in time', () => Promise.resolve(lanes.every(calm) || undefined), { timeoutMs: LONGEST_WARM_UP_MS - WARM_UP_MS })
  await warm.catch(() => undefined)
}
