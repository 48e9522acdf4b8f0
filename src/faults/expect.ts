import { type Fault, expectedState, faultOfLink, type LinkState } from '../core/fault.ts'
import { type Link, linkName } from '../core/ids.ts'
import type { Probed } from './probe.ts'

/** What a link must be found as from now on. Every change makes new objects, so that a probe can tell that it saw two. */
export interface Expectation {
  /** `changing`: a fault comes or goes, so whatever a probe finds says nothing. */
  readonly state: LinkState | 'changing'
  /** Milliseconds that a slow link adds to a question and its answer; 0 for others. */
  readonly addedMs: number
}

export const OPEN: Expectation = { state: 'open', addedMs: 0 }

/** Timers and clocks are not exact: a slow link may seem this much quicker than it is. */
const SLACK = 0.95

/**
 * No server of any store takes this for a beginning or a continuation of its protocol, so each hangs up on it. The end of
 * a connection passes a black hole of Toxiproxy (read in its timeout.go) and so tells of the request when the answer is lost.
 */
export const NONSENSE = new Uint8Array(16).fill(0xff)

/** The expectations of the links that a fault touches, while it is there; `on` says whether flapping ones are on. */
export function expectations(fault: Fault, links: readonly Link[], on = true): Map<string, Expectation> {
  return new Map(
    links.flatMap((link) => {
      const found = faultOfLink(fault, link)
      const state = found?.flapping !== undefined && !on ? 'open' : expectedState(fault, link)
      if (state === 'open' && found === undefined) return []
      return [[linkName(link), { state, addedMs: found?.does.how === 'slow' ? 2 * found.does.ms : 0 }] as const]
    }),
  )
}

/** The same links while something is being done to them. */
export function changing(expected: ReadonlyMap<string, Expectation>): Map<string, Expectation> {
  return new Map([...expected.keys()].map((link) => [link, { state: 'changing', addedMs: 0 }]))
}

/** What to send through a link of which this is expected. */
export function payloadFor({ state }: Expectation, payload: Uint8Array): Uint8Array {
  return state === 'mute' ? Uint8Array.from([...payload, ...NONSENSE]) : payload
}

/** Puts a name to what a probe found. What is not known to be slow or mute counts as open: the far server has read it. */
export function stateFound({ state, waitedMs }: Probed, expected: Expectation): LinkState {
  if (state === 'cut' || state === 'refused') return state
  if (state === 'closed' && expected.state === 'mute') return 'mute'
  return expected.state === 'slow' && waitedMs >= SLACK * expected.addedMs ? 'slow' : 'open'
}
