import { parentPort } from 'node:worker_threads'
import type { RowOptions } from './row.ts'
import { ROWS } from './rows/rows.ts'
import { runRow } from './run.ts'

// A thread of `runRows`: each message asks for one row, each answer is its report.
parentPort?.on('message', ({ id, options }: { readonly id: string; readonly options: RowOptions }) => {
  void runRow(ROWS.find((row) => row.id === id)!, options).then((report) => parentPort?.postMessage(report))
})
