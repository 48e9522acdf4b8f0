import type { Random } from '../../core/random.ts'
import { random } from '../../core/random.ts'
import { judgeDelays, type ElseLetter } from '../../verdict/pacelc.ts'
import { theilSen, type Point } from '../../verdict/theil-sen.ts'
import { comparisonRow } from '../compare.ts'
import { DELAY_LANE, DELAYS, PER_VISIT, writesThatTake } from '../generate/delays.ts'
import { trendOf } from '../reference/kendall.ts'
import type { Figures, Row, RowKind, RowOptions } from '../row.ts'

/** Latency in milliseconds for a delay, at a place within its visit. */
type Latency = (delayMs: number, place: number, dice: Random) => number

interface LetterRow {
  readonly id: string
  readonly kind: Extract<RowKind, 'mutation' | 'valid'>
  readonly bug: string
  /** What is put in; the letter is EL without it. */
  readonly latency: (dice: Random) => Latency
  readonly letter: ElseLetter
}

/** A fiftieth of what is compared with the brute force. */
const SHARE = 50
/** Milliseconds: three, and up to two of noise. */
const flat: Latency = (_delayMs, _place, dice) => 3 + dice.below(2000) / 1000
const trips = (count: number): Latency => (delayMs, place, dice) => flat(delayMs, place, dice) + 2 * count * delayMs

const letterRows: readonly LetterRow[] = [
  { id: 'pacelc/round-trips', kind: 'mutation', bug: 'one to three round trips are put into latencies that did not grow: EC', latency: (dice) => trips(1 + dice.below(3)), letter: 'EC' },
  { id: 'pacelc/half-a-round-trip', kind: 'mutation', bug: 'half a round trip is put in: unclear', latency: () => trips(0.5), letter: 'unclear' },
  { id: 'pacelc/noise', kind: 'mutation', bug: 'noise of four times the largest delay is put in: unclear', latency: () => (delayMs, place, dice) => flat(delayMs, place, dice) + dice.below(160_000) / 1000, letter: 'unclear' },
  {
    id: 'pacelc/no-false-alarm',
    kind: 'valid',
    bug: 'none; one answer of each visit takes up to a second: EL all the same',
    latency: (dice) => {
      const wild = dice.below(PER_VISIT)
      return (delayMs, place, own) => flat(delayMs, place, own) + (place === wild ? own.below(1000) : 0)
    },
    letter: 'EL',
  },
]

/** The letter of an experiment with slow links, by construction of its latencies. */
export const pacelcRows: readonly Row[] = [
  ...letterRows.map((row): Row => ({ id: row.id, kind: row.kind, bug: row.bug, checkers: ['pacelc'], run: (options) => run(row, options) })),
  comparisonRow<Point>({
    id: 'pacelc',
    what: 'whether latency rises or falls with the delay: the interval of Theil and Sen beside all pairs and all orders of few points',
    checkers: ['pacelc'],
    generate: (dice) => {
      const slope = dice.below(3) - 1
      return Array.from({ length: 5 + dice.below(3) }, () => dice.below(7)).map((x) => ({ x, y: slope * x + dice.below(5) }))
    },
    checker: (points) => said(trend(points)),
    reference: (points) => said(trendOf(points)),
    show: (points) => points.map(({ x, y }) => `${y} ms at ${x} ms`).join('\n'),
  }),
]

function trend(points: readonly Point[]): ReturnType<typeof trendOf> {
  const line = theilSen(points)
  if (line === null) return 'too few'
  return line.low > 0 ? 'rises' : line.high < 0 ? 'falls' : 'neither'
}

function said(found: ReturnType<typeof trendOf>): { readonly valid: boolean; readonly detail: string } {
  return { valid: found !== 'rises' && found !== 'falls', detail: found }
}

function run({ kind, latency, letter }: LetterRow, { seed, histories }: RowOptions): Figures {
  const count = Math.ceil(histories / SHARE)
  const isBug = kind === 'mutation'
  let [caught, missed, falseAlarms, passed] = [0, 0, 0, 0]
  let problem: string | null = null
  for (let at = seed; at < seed + count; at++) {
    const dice = random(at)
    const wrongly = (wanted: ElseLetter, of: Latency): boolean => {
      const { letter: found, reason } = letterOf(of, dice.fork(wanted))
      if (found !== wanted) problem ??= `seed ${at}: ${found} instead of ${wanted}: ${reason}`
      return found !== wanted
    }
    if (wrongly('EL', isBug ? flat : latency(dice.fork('bug')))) falseAlarms++
    else passed++
    if (!isBug) continue
    if (wrongly(letter, latency(dice.fork('bug')))) missed++
    else caught++
  }
  return { histories: count, caught, missed, falseAlarms, passed, problem }
}

function letterOf(latency: Latency, dice: Random): { readonly letter: ElseLetter; readonly reason: string } {
  return judgeDelays(DELAYS, DELAY_LANE, writesThatTake((delayMs, place) => latency(delayMs, place, dice)))
}
