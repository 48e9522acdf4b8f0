import type { RunEvent } from '../../run/events.ts'
import type { Selection } from '../../pipeline/select.ts'
import type { Io } from '../io.ts'

const REDRAW_MS = 250
const HEARTBEAT_MS = 10_000
const BAR = 20

interface Now {
  readonly title: string
  readonly since: number
  readonly plannedMs: number | null
}

/** Shows how far a run is: one live line on a terminal, else a line a phase and a heartbeat. */
export function runProgress(io: Io, selections: readonly Selection[]): { onEvent(event: RunEvent): void; close(): void } {
  const begun = performance.now()
  const total = selections.reduce((sum, { trials }) => sum + trials.length, 0)
  let finished = 0
  let now: Now = { title: 'starting', since: begun, plannedMs: null }
  const say = (text: string) => io.err(`${clock(begun)}  ${text}`)
  const set = (title: string, plannedMs: number | null) => (now = { title, since: performance.now(), plannedMs })
  const timer = io.live === undefined ? setInterval(() => say(line(now, finished, total)), HEARTBEAT_MS) : setInterval(() => io.live?.([line(now, finished, total)]), REDRAW_MS)
  return {
    onEvent(event) {
      switch (event.type) {
        case 'step':
          set(`${event.store}: ${event.text}`, null)
          return say(`${event.store}: ${event.text}`)
        case 'phase':
          set(`${event.trial}: ${event.phase}`, event.plannedMs)
          return say(`${event.trial}: ${event.phase}${event.plannedMs === null ? '' : ` (${(event.plannedMs / 1000).toFixed(1)} s)`}`)
        case 'fault':
          return say(`${event.trial}: ${event.text}`)
        case 'trial':
          if (event.state === 'started') return
          finished++
          return say(`${event.trial}: ${event.state}${event.message === undefined ? '' : `: ${event.message}`}`)
        case 'store':
          return event.state === 'failed' ? say(`${event.store}: not run: ${event.message ?? ''}`) : undefined
      }
    },
    close() {
      clearInterval(timer)
      io.live?.([])
    },
  }
}

function line({ title, since, plannedMs }: Now, finished: number, total: number): string {
  const elapsed = performance.now() - since
  const part = plannedMs === null ? '' : ` [${bar(elapsed / plannedMs)}]`
  return `${title}${part} ${Math.round(elapsed / 1000)} s, trial ${Math.min(finished + 1, total)} of ${total}`
}

function bar(share: number): string {
  const filled = Math.min(BAR, Math.round(BAR * share))
  return '#'.repeat(filled) + '-'.repeat(BAR - filled)
}

function clock(begun: number): string {
  const seconds = Math.floor((performance.now() - begun) / 1000)
  return `${String(Math.floor(seconds / 60)).padStart(2)}:${String(seconds % 60).padStart(2, '0')}`
}
