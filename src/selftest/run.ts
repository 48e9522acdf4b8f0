import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
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
 * Runs rows on all processors, each row on one thread. The figures depend on the seeds alone, not on the threads.
 *
 * @param done is called with each report as it comes
 */
export async function runRows(rows: readonly Row[], options: RowOptions, done: (report: RowReport) => void): Promise<RowReport[]> {
  const waiting = rows.map(({ id }) => id)
  const reports: RowReport[] = []
  const threads = Math.min(rows.length, availableParallelism())
  await Promise.all(
    Array.from({ length: threads }, () => thread(() => waiting.shift(), options, (report) => {
      reports.push(report)
      done(report)
    })),
  )
  return rows.map(({ id }) => reports.find((report) => report.id === id)!)
}

/** One thread that takes a row after the other. */
function thread(next: () => string | undefined, options: RowOptions, done: (report: RowReport) => void): Promise<void> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const worker = new Worker(new URL(`./worker.${extension}`, import.meta.url))
  return new Promise((resolve, reject) => {
    const send = (): void => {
      const id = next()
      if (id === undefined) void worker.terminate().then(() => resolve())
      else worker.postMessage({ id, options })
    }
    worker.on('message', (report: RowReport) => {
      done(report)
      send()
    })
    worker.on('error', reject)
    send()
  })
}
