import type { Json } from './json.ts'
import type { Phase } from './phase.ts'

/**
 * One thing that is done to the cluster at a moment of a trial, beside the cut itself: links made slow before it, a
 * standby promoted after it. Plain data; what a name means belongs to the store (`Store.actions`), but for
 * {@link SLOW_LINKS}.
 */
export interface ScriptStep {
  /** The phase from whose beginning `ms` counts. `transition` begins with the cut, `heal` with its end. */
  readonly at: Exclude<Phase, 'setup'>
  /** Milliseconds after the phase began, 0 when absent; below 0 it is before the cut, and `at` must be `transition`. */
  readonly ms?: number
  /** Name of the action: `promote`. */
  readonly run: string
  /** What the action needs to know. */
  readonly with?: { readonly [name: string]: Json }
  /** Does it again every so many milliseconds, until so many milliseconds after the phase began. */
  readonly repeat?: { readonly everyMs: number; readonly untilMs: number }
}

/** Steps of one trial. They run one after the other, in the order in which they become due. */
export type Script = readonly ScriptStep[]

/** The one action that is no store's: `{ links: ['n2->n1'], ms: 700 }` makes these links slow until the heal. */
export const SLOW_LINKS = 'slow links'
