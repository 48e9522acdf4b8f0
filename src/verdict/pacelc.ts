import type { DelaysRecord } from '../core/delays.ts'
import type { Operation } from '../core/event.ts'
import type { NodeId } from '../core/ids.ts'
import type { Effect } from '../core/op.ts'
import type { LaneInfo } from '../core/trial.ts'
import { delayDoubt } from './delay-doubt.ts'
import { delayLevels, type DelayLevel, type Levels } from './delay-levels.ts'
import { theilSen, type Line } from './theil-sen.ts'

/**
 * The "else" letter of PACELC: with no partition, does the configuration give up latency for consistency (EC), or not
 * (EL)? `unclear` is an answer.
 * Source: D. Abadi, IEEE Computer 45(2), 2012; delay-sensitivity after M. Kleppmann, arXiv 1509.05393.
 */
export type ElseLetter = 'EL' | 'EC' | 'unclear'

/** How much the middle latency grows for each round trip that is added between nodes, with its 95 % interval. */
export interface RoundTrips {
  readonly slope: number
  readonly low: number
  readonly high: number
}

export interface PacelcKind {
  readonly f: string
  readonly effect: Effect
  readonly letter: ElseLetter
  readonly reason: string
  /** Null when no line could be fitted. */
  readonly roundTrips: RoundTrips | null
  /** Homes of the operations that were counted; each was sent to its home node. */
  readonly homes: readonly NodeId[]
  readonly levels: readonly DelayLevel[]
}

export interface PacelcLane {
  readonly letter: ElseLetter
  readonly reason: string
  readonly kinds: readonly PacelcKind[]
}

/** Round trips below which a slope is near 0, and from which it is at least one; a quarter is left to noise. */
export const NEAR_ZERO = 0.25
export const ONE = 0.75
/** Samples of each kind at each delay below which nothing is said. */
export const MIN_SAMPLES = 8
/** Share of unanswered operations above which latencies of the others say nothing. */
const MAX_UNANSWERED = 0.1
/** Share of the rise by which the medians may miss the line. */
const MAX_BEND = 0.15

/** Judges one lane of an experiment with slow links. Pure. */
export function judgeDelays(record: DelaysRecord, lane: LaneInfo, operations: readonly Operation[]): PacelcLane {
  const doubt = delayDoubt(record)
  const kinds = lane.kinds.map(({ f, effect }): PacelcKind => {
    const own = operations.filter((operation) => operation.f === f)
    const found = delayLevels(record, own)
    const line = theilSen(found.points)
    const homes = record.nodes.filter((node) => own.some((operation) => operation.home === node && operation.node === node && operation.phase === 'before'))
    return { f, effect, ...judgeKind(found, line, doubt), roundTrips: line && roundTrips(line), homes, levels: found.levels }
  })
  return { ...judgeLane(kinds, doubt), kinds }
}

/**
 * One letter for a lane: EC when any kind waits for other nodes, EL when none does; unclear when that could not be seen.
 */
function judgeLane(kinds: readonly PacelcKind[], doubt: string | null): Pick<PacelcLane, 'letter' | 'reason'> {
  if (doubt !== null) return { letter: 'unclear', reason: doubt }
  const names = (letter: ElseLetter): string => kinds.filter((kind) => kind.letter === letter).map(({ f }) => f).join(', ')
  const split = (['EC', 'EL', 'unclear'] as const).filter((letter) => names(letter) !== '').map((letter) => `${names(letter)} ${letter}`)
  const letter = kinds.some((kind) => kind.letter === 'EC') ? 'EC' : kinds.every((kind) => kind.letter === 'EL') ? 'EL' : 'unclear'
  const open = kinds.find((kind) => kind.letter === 'unclear')
  return { letter, reason: `${split.join('; ')}${letter === 'unclear' && open !== undefined ? ` (${open.f}: ${open.reason})` : ''}` }
}

function judgeKind({ levels }: Levels, line: Line | null, doubt: string | null): Pick<PacelcKind, 'letter' | 'reason'> {
  const unclear = (reason: string) => ({ letter: 'unclear' as const, reason })
  if (doubt !== null) return unclear(doubt)
  const thin = levels.find(({ samples }) => samples < MIN_SAMPLES)
  if (thin !== undefined) return unclear(`too few samples: ${thin.samples} at ${thin.delayMs} ms, ${MIN_SAMPLES} are needed`)
  const silent = levels.find(({ attempts, unanswered }) => unanswered > MAX_UNANSWERED * attempts)
  if (silent !== undefined) return unclear(`${silent.unanswered} of ${silent.attempts} were not answered at ${silent.delayMs} ms`)
  if (line === null) return unclear('too few samples for an interval')
  const bent = levels.find((level) => Math.abs(level.p50! - line.intercept - line.slope * level.delayMs) > bend(levels, line))
  if (bent !== undefined && !risesEverywhere(levels)) return unclear(`not a straight line: the p50 at ${bent.delayMs} ms is ${bent.p50} ms, the line is at ${round(line.intercept + line.slope * bent.delayMs)} ms`)
  const { slope, low, high } = roundTrips(line)
  const figures = `${slope} round trips for each that is added (95 %: ${low} to ${high})`
  if (low >= ONE) return { letter: 'EC', reason: `p50 grows by ${figures}` }
  if (low > -NEAR_ZERO && high < NEAR_ZERO) return { letter: 'EL', reason: `p50 grows by ${figures}${tail(levels)}` }
  return unclear(`neither near 0 nor at least one round trip: p50 grows by ${figures}`)
}

/** Between 0 and every other delay the medians rise by at least one round trip: then it is no matter whether they lie on a line. */
function risesEverywhere([first, ...others]: readonly DelayLevel[]): boolean {
  return others.every(({ delayMs, p50 }) => p50! - first!.p50! >= ONE * 2 * (delayMs - first!.delayMs))
}

/** Milliseconds by which a median may miss the line: what would not change the letter at the largest delay, or a share of the rise. */
function bend(levels: readonly DelayLevel[], { slope }: Line): number {
  const largest = Math.max(...levels.map(({ delayMs }) => delayMs))
  return Math.max(NEAR_ZERO * 2 * largest, MAX_BEND * slope * largest)
}

/** The slowest operations may wait for other nodes though the middle one does not. */
function tail(levels: readonly DelayLevel[]): string {
  const [first, last] = [levels[0]!, levels.at(-1)!]
  const growth = last.p99! - first.p99!
  return growth >= ONE * 2 * last.delayMs ? `; but the p99 grew by ${round(growth)} ms` : ''
}

function roundTrips({ slope, low, high }: Line): RoundTrips {
  return { slope: round(slope / 2), low: round(low / 2), high: round(high / 2) }
}

/** To two places; never -0, which JSON does not know. */
function round(value: number): number {
  return Number(value.toFixed(2)) + 0
}
