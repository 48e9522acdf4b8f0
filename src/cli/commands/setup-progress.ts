import type { Progress } from '../../engines/engines.ts'
import type { Io } from '../io.ts'

const WIDTH = 24
const REDRAW_MS = 200

interface Task {
  text: string
  since: number
  done: number
  total: number | null
  /** Quarters of a download that were already reported. */
  quarters: number
}

/** Shows how far each engine is: live lines with bars on a terminal, else one plain line a step. */
export function setupProgress(io: Io): Progress & { close(): void } {
  const tasks = new Map<string, Task>()
  const { live } = io
  const draw = () => live?.([...tasks].map(([name, task]) => line(name, task)))
  const timer = live === undefined ? undefined : setInterval(draw, REDRAW_MS)

  const step = (name: string, text: string) => {
    tasks.set(name, { text, since: Date.now(), done: 0, total: null, quarters: 0 })
    // On a terminal the live line says it; announcements of system changes must stay readable.
    if (live === undefined || name === 'apt') io.err(`${name}: ${text}`)
  }
  return {
    step,
    bytes(name, text, done, total) {
      let task = tasks.get(name)
      if (task === undefined || task.text !== text) {
        step(name, text)
        task = tasks.get(name)
      }
      if (task === undefined) return
      task.done = done
      task.total = total
      const quarters = total === null || total === 0 ? 0 : Math.floor((4 * done) / total)
      if (live === undefined && quarters > task.quarters) io.err(`${name}: ${text}, ${quarters * 25} % of ${megabytes(total ?? 0)}`)
      task.quarters = quarters
    },
    end(name, text) {
      tasks.delete(name)
      io.err(`${name}: ${text}`)
    },
    close() {
      clearInterval(timer)
      tasks.clear()
      live?.([])
    },
  }
}

function line(name: string, { text, since, done, total }: Task): string {
  const seconds = `${Math.round((Date.now() - since) / 1000)} s`
  if (done === 0) return `${name.padEnd(10)} ${text}, ${seconds}`
  if (total === null || total === 0) return `${name.padEnd(10)} ${text}, ${megabytes(done)}, ${seconds}`
  const filled = Math.min(WIDTH, Math.round((WIDTH * done) / total))
  return `${name.padEnd(10)} [${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}] ${megabytes(done)} of ${megabytes(total)}, ${text}`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
