import type { Label } from './verdict.ts'

/** What became of one letter over all trials of a configuration. */
export type Letter = 'kept' | 'lost' | 'open'

/** One trial of a configuration under one workload, as far as a headline needs it. */
export interface HeadlineTrial {
  readonly shape: string
  readonly label: Label
  /** The fault was a partition. Others earn no letter, whatever was seen. */
  readonly partition: boolean
}

/** All repetitions under one shape. */
export interface ShapeCount {
  readonly shape: string
  /** What this shape alone would be called. */
  readonly label: Label
  readonly trials: number
  readonly lostC: number
  readonly lostA: number
  readonly inconclusive: number
}

/** The word for a configuration under one workload: the worst over its shapes and repetitions. */
export interface Headline {
  readonly label: Label
  readonly consistency: Letter
  readonly availability: Letter
  /** The shape under which most was lost; null when as much was lost under each of several. */
  readonly worstShape: string | null
  /** In the order in which they first ran. */
  readonly shapes: readonly ShapeCount[]
  /** One sentence with the counts. */
  readonly reason: string
  /** Shapes whose repetitions did not all get the same label, `leader-alone: 2 of 3 lost C`. */
  readonly disagreements: readonly string[]
  /** What is missing of the full sweep: both shapes of `SWEEP`, `REPETITIONS` times each. */
  readonly missing: readonly string[]
}

/** The two partitions of three nodes: the leader on the smaller side, and on the larger one. */
const SWEEP = ['leader-alone', 'leader-in-majority'] as const
const REPETITIONS = 3

/**
 * The rule of CAP definition 4.4, sweep of shapes. Each letter is judged alone: lost if any decided trial lost it; open
 * if none lost it and any is inconclusive; else kept. So a store that is consistent under one shape and available
 * under another is neither: nobody chooses the cut.
 *
 * @returns null when no trial was a partition
 */
export function headline(trials: readonly HeadlineTrial[]): Headline | null {
  const counted = trials.filter(({ partition }) => partition)
  const shapes = [...Map.groupBy(counted, ({ shape }) => shape)].map(([shape, own]) => count(shape, own))
  if (shapes.length === 0) return null
  const all = count('', counted)
  const consistency = letter(all.lostC, all.inconclusive)
  const availability = letter(all.lostA, all.inconclusive)
  const worst = shapes.toSorted((a, b) => badness(b) - badness(a))[0]!
  const worstShape = shapes.length > 1 && shapes.every((each) => badness(each) === badness(worst)) ? null : worst.shape
  return {
    ...{ label: all.label, consistency, availability, worstShape, shapes },
    reason: `${said('C', consistency, all.lostC, all)}; ${said('A', availability, all.lostA, all)}${shapes.length > 1 && worstShape !== null ? `; worst under ${worstShape}` : ''}.`,
    disagreements: shapes.flatMap(disagreement),
    missing: SWEEP.flatMap((shape) => lacking(shape, shapes.find((each) => each.shape === shape)?.trials ?? 0)),
  }
}

function count(shape: string, trials: readonly HeadlineTrial[]): ShapeCount {
  const of = (...labels: Label[]): number => trials.filter(({ label }) => labels.includes(label)).length
  const counts = { lostC: of('AP', 'neither'), lostA: of('CP', 'neither'), inconclusive: of('inconclusive') }
  return { shape, label: labelOf(counts), trials: trials.length, ...counts }
}

function labelOf({ lostC, lostA, inconclusive }: Pick<ShapeCount, 'lostC' | 'lostA' | 'inconclusive'>): Label {
  if (lostC > 0 && lostA > 0) return 'neither'
  if (inconclusive > 0) return 'inconclusive'
  return lostC > 0 ? 'AP' : 'CP'
}

function letter(lost: number, inconclusive: number): Letter {
  if (lost > 0) return 'lost'
  return inconclusive > 0 ? 'open' : 'kept'
}

/** First by letters lost, then by how often; a shape that decided nothing is worse than none of these only. */
function badness({ lostC, lostA, inconclusive, trials }: ShapeCount): number {
  const letters = Number(lostC > 0) + Number(lostA > 0)
  return letters * 10 + (lostC + lostA) / trials + inconclusive / (10 * trials)
}

function said(name: 'C' | 'A', state: Letter, lost: number, { trials, inconclusive }: ShapeCount): string {
  if (state === 'lost') return `${name} lost in ${lost} of ${trials} trials`
  if (state === 'kept') return `${name} kept in ${trials === 1 ? 'the one trial' : `all ${trials} trials`}`
  return `${name} open: no trial lost it, and ${inconclusive} of ${trials} ${inconclusive === 1 ? 'is' : 'are'} inconclusive`
}

function disagreement({ shape, trials, lostC, lostA, inconclusive }: ShapeCount): string[] {
  const split = (counted: number): boolean => counted > 0 && counted < trials
  const parts = [split(lostC) ? `${lostC} of ${trials} lost C` : '', split(lostA) ? `${lostA} of ${trials} lost A` : '', split(inconclusive) ? `${inconclusive} of ${trials} inconclusive` : '']
  const found = parts.filter((part) => part !== '')
  return found.length === 0 ? [] : [`${shape}: ${found.join(', ')}`]
}

function lacking(shape: string, trials: number): string[] {
  if (trials >= REPETITIONS) return []
  return [trials === 0 ? `${shape} was not run` : `${shape} ran ${trials} of ${REPETITIONS} times`]
}
