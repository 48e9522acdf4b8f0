import { formatMs } from './format.ts'
import type { Pacelc, Result, ResultLabel, Run } from './result.ts'

export type PacelcLane = Pacelc['lanes'][number]
type PacelcKind = PacelcLane['kinds'][number]

const PARTITION: { readonly [label in ResultLabel]: string } = { CP: 'PC', AP: 'PA', neither: 'neither', inconclusive: 'P?' }
const ELSE: { readonly [letter in PacelcLane['letter']]: string } = { EC: 'EC', EL: 'EL', unclear: 'E?' }

/** What of latency belongs to a run: that of its workload on its configuration; null when it was not measured. */
export function pacelcLane(result: Pick<Result, 'pacelc'>, run: Pick<Run, 'store' | 'config' | 'workload'>): PacelcLane | null {
  const measured = result.pacelc?.find(({ store, config }) => store === run.store && config === run.config)
  return measured?.lanes.find(({ workload }) => workload === run.workload) ?? null
}

/** `PC/EC`: what was given up during the partition, from the verdict, and without one, from the slope of latency. */
export function pacelcWord(label: ResultLabel, lane: PacelcLane | null): string {
  return `${PARTITION[label]}/${lane === null ? '–' : ELSE[lane.letter]}`
}

/** `write 1.03 EC, read 0.01 EL`: round trips by which latency grows for each that is added. */
export function slopesText({ kinds }: PacelcLane): string {
  return kinds.map((kind) => `${kind.f} ${kind.roundTrips === null ? '' : `${slopeText(kind)} `}${kind.letter}`).join(', ')
}

/** The columns of one kind's line in the tables of details. */
export const PACELC_HEAD = ['Configuration', 'Workload', 'Kind', 'Letter', 'Round trips (95 %)', 'p50, p99 by delay', 'Why']

/** The lines of these tables. */
export function pacelcRows({ config, storeTitle, lanes }: Pacelc): string[][] {
  return lanes.flatMap((lane) =>
    lane.kinds.map((kind) => [
      `${storeTitle} ${lane.profileId === config.split(' ')[0] ? config : lane.profile}`,
      lane.workload,
      kind.f,
      kind.letter,
      kind.roundTrips === null ? '' : `${slopeText(kind)} (${kind.roundTrips.low.toFixed(2)} to ${kind.roundTrips.high.toFixed(2)})`,
      kind.levels.map(({ delayMs, samples, p50, p99 }) => `${delayMs} ms: ${p50 === null || p99 === null ? 'none' : `${formatMs(p50)}, ${formatMs(p99)} (${samples})`}`).join('; '),
      kind.reason,
    ]),
  )
}

/** What the figures are, for whoever reads them without the documentation. */
export function pacelcNote({ delaysMs, visitMs, everyMs }: Pacelc): string {
  return (
    `With all links open, ${delaysMs.join(', ')} ms were added to every link between nodes in each direction, so twice that to a round trip, ` +
    `for ${formatMs(visitMs)} each, on the way up and on the way down; each client sent one operation every ${formatMs(everyMs)} or less often. ` +
    'Only operations whose client lives beside the node that got them count, so no client waits for its own way. In brackets the number of acknowledged operations. ' +
    'EL: the p50 does not grow with the delay; EC: by at least one round trip.'
  )
}

function slopeText({ roundTrips }: PacelcKind): string {
  return roundTrips!.slope.toFixed(2)
}
