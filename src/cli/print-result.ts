import { resultText } from '../pipeline/finish-run.ts'
import type { Result } from '../report/result.ts'
import { renderMatrices } from '../report/matrix.ts'
import { renderTable, renderText, renderTimeBudget } from '../report/text.ts'
import type { Io } from './io.ts'
import { paint } from './paint.ts'

/** The result on standard output: the table (with the matrices) and where the time went, all evidence, or exactly result.json. */
export function printResult(result: Result, flags: { readonly json?: true; readonly matrix?: true; readonly verbose?: true }, io: Io): void {
  const options = { width: 100, paint }
  if (flags.json) return io.out(resultText(result).trimEnd())
  if (flags.verbose) return io.out(renderText(result, options).trimEnd())
  io.out(renderTable(result, options))
  io.out('')
  if (flags.matrix) io.out(`${renderMatrices(result, options)}\n`)
  io.out(renderTimeBudget(result.timeBudget, options))
  io.out(`\nRepeat: ${result.command}`)
}
