import type { RunEvent } from '../../run/events.ts'
import type { SideAnswers } from '../../run/pulse.ts'
import type { Selection } from '../../pipeline/select.ts'
import { plural } from '../../report/format.ts'
import type { Io } from '../io.ts'
import { added, answerLines } from './answers.ts'
import { TimeLeft, timeLeftText } from './time-left.ts'

const REDRAW_MS = 250
const HEARTBEAT_MS = 10_000
const BAR = 20

/** What goes on at this moment. */
interface Now {
  readonly title: string
  readonly since: number
  readonly plannedMs: number | null
  /** What each side answered in the last second; empty unless links are cut. */
  readonly lastSecond: readonly SideAnswers[]
  /** The same since this phase began. */
  readonly phase: readonly SideAnswers[]
}

export interface RunProgress {
  onEvent(event: RunEvent): void
  /** Trials that follow those that were planned; returns them. */
  more(selections: readonly Selection[]): readonly Selection[]
  close(): void
}

/**
 * Shows how far a run is: phase, what both sides answer while the cut holds, and the time left. On a terminal the last
 * lines are live; else there is a line a phase and a heartbeat.
 */
export function runProgress(io: Io, selections: readonly Selection[]): RunProgress {
  const begun = performance.now()
  const count = (some: readonly Selection[]) => some.reduce((sum, { trials }) => sum + trials.length, 0)
  let total = count(selections)
  const time = new TimeLeft(selections, begun)
  let finished = 0
  let now: Now
  const set = (title: string, plannedMs: number | null) => (now = { title, since: performance.now(), plannedMs, lastSecond: [], phase: [] })
  set('starting', null)
  const say = (text: string) => io.err(`${clock(begun)}  ${text}`)
  const state = () => line(now, `trial ${Math.min(finished + 1, total)} of ${total}`, timeLeftText(time.left(performance.now())))
  const draw = () => io.live?.([state(), ...answerLines(now.lastSecond).map((text) => `  ${text} in the last second`)])
  const timer = io.live === undefined ? setInterval(() => say([state(), ...answerLines(now.phase)].join('; ')), HEARTBEAT_MS) : setInterval(draw, REDRAW_MS)
  // What a phase of the cut came to is said when it is over, and stays on the screen.
  const endPhase = () => answerLines(now.phase).forEach((text) => say(`${now.title}: ${text}`))
  return {
    onEvent(event) {
      if (event.type !== 'store') time.at(event.store, performance.now())
      switch (event.type) {
        case 'step':
          set(`${event.store}: ${event.text}`, null)
          return say(`${event.store}: ${event.text}`)
        case 'phase':
          endPhase()
          set(`${event.trial}: ${event.phase}`, event.plannedMs)
          return say(`${event.trial}: ${event.phase}${event.plannedMs === null ? '' : ` (${(event.plannedMs / 1000).toFixed(1)} s)`}`)
        case 'availability':
          now = { ...now, lastSecond: event.sides, phase: added(now.phase, event.sides) }
          return
        case 'fault':
          return say(`${event.trial}: ${event.text}`)
        case 'trial':
          if (event.state === 'started') return
          finished++
          time.ended(event.trial, performance.now())
          return say(`${event.trial}: ${event.state}${event.message === undefined ? '' : `: ${event.message}`}`)
        case 'store':
          return event.state === 'failed' ? say(`${event.store}: not run: ${event.message ?? ''}`) : undefined
      }
    },
    more(repeated) {
      total += count(repeated)
      time.more(repeated)
      if (repeated.length > 0) say(`${plural(count(repeated), 'trial')} will be repeated with longer phases`)
      return repeated
    },
    close() {
      clearInterval(timer)
      io.live?.([])
    },
  }
}

function line({ title, since, plannedMs }: Now, trial: string, left: string): string {
  const elapsed = performance.now() - since
  const part = plannedMs === null ? '' : ` [${bar(elapsed / plannedMs)}]`
  return `${title}${part} ${Math.round(elapsed / 1000)} s, ${[trial, left].filter((text) => text !== '').join(', ')}`
}

function bar(share: number): string {
  const filled = Math.min(BAR, Math.round(BAR * share))
  return '#'.repeat(filled) + '-'.repeat(BAR - filled)
}

function clock(begun: number): string {
  const seconds = Math.floor((performance.now() - begun) / 1000)
  return `${String(Math.floor(seconds / 60)).padStart(2)}:${String(seconds % 60).padStart(2, '0')}`
}
