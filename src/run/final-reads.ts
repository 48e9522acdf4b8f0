import type { NodeId } from '../core/ids.ts'
import type { Lane } from './lane.ts'

/** Milliseconds between two rounds. */
const PAUSE_MS = 400

/**
 * Reads everything from every home, again and again, until two rounds in a row gave the same answers and all homes
 * agree, or until `limitMs` milliseconds have passed. Replicas converge late (hints, rollback, catching up),
 * so one round after the heal would show a moment, not the end.
 *
 * @returns true when the cluster converged
 */
export async function finalReads(lanes: readonly Lane[], homes: readonly NodeId[], limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs
  let before = ''
  for (;;) {
    const round = await Promise.all(lanes.map((lane) => readRound(lane, homes)))
    const answers = JSON.stringify(round)
    if (answers === before && round.every((each) => each.agreed)) return true
    if (performance.now() > end) return false
    before = answers
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

/** One read of everything from each home. Homes that cannot answer keep the round from counting as agreed. */
async function readRound(lane: Lane, homes: readonly NodeId[]): Promise<{ agreed: boolean; answers: string[] }> {
  const answers = await Promise.all(
    homes.map(async (home) => {
      const values: string[] = []
      for (const op of lane.parts.workload.final) {
        const completion = await lane.perform(home, op, { deadlineMs: lane.parts.deadlineMs * 3 })
        values.push(completion.type === 'ok' ? JSON.stringify(completion.value) : 'unanswered')
      }
      return JSON.stringify(values)
    }),
  )
  return { agreed: new Set(answers).size === 1 && !answers[0]!.includes('"unanswered"'), answers }
}
