import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { entryBeside } from '../core/entry.ts'
import type { Figures, Row, RowOptions } from './row.ts'

/** A row with its figures and how long it took. */
export interface RowReport {
  readonly id: string
  readonly figures: Figures
  readonly seconds: number
}

/** Runs one row. A row that throws has failed, with the error as its problem. */
export async function runRow(row: Row, options: RowOptions): Promise<RowReport> {
  const start = performance.now()
  const figures = await tried(row, options)
  return { id: row.id, figures, seconds: (performance.now() - start) / 1000 }
}

async function tried(row: Row, options: RowOptions): Promise<Figures> {
  try {
    return await row.run(options)
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { histories: 0, caught: 0, missed: 0, falseAlarms: 0, passed: 0, problem }
  }
}

/**
 * Runs rows on all processors, each on one thread. The figures depend on the seeds alone, not on the threads. Whole trials
 * mostly wait, so all of them run at once on a thread of their own.
 *
 * @param done is called with each report as it comes
 */
export async function runRows(rows: readonly Row[], options: RowOptions, done: (report: RowReport) => void): Promise<RowReport[]> {
  const trials = rows.filter(({ kind }) => kind === 'end-to-end')
  const others = rows.filter(({ kind }) => kind !== 'end-to-end')
  const reports = new Map<string, RowReport>()
  const note = (report: RowReport): void => {
    reports.set(report.id, report)
    done(report)
  }
  const waiting = others.map(({ id }) => id)
  const threads = Array.from({ length: Math.min(others.length, availableParallelism()) }, () => thread(waiting, 1, options, note))
  if (trials.length > 0) threads.push(thread(trials.map(({ id }) => id), trials.length, options, note))
  await Promise.all(threads)
  return rows.map(({ id }) => reports.get(id)!)
}

/** One thread that takes rows off `waiting`, so many at a time. */
function thread(waiting: string[], atOnce: number, options: RowOptions, done: (report: RowReport) => void): Promise<void> {
  const worker = new Worker(entryBeside(import.meta.url, 'worker'))
  let open = 0
  return new Promise((resolve, reject) => {
    const send = (): void => {
      const id = waiting.shift()
      if (id !== undefined) {
        open++
        worker.postMessage({ id, options })
      } else if (open === 0) void worker.terminate().then(() => resolve())
    }
    worker.on('message', (report: RowReport) => {
      open--
      done(report)
      send()
    })
    worker.on('error', reject)
    for (let i = 0; i < atOnce; i++) send()
  })
}
