import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { CapcheckError, EXIT, messageOf, usageError } from '../core/errors.ts'
import { isGood, type Row } from '../selftest/row.ts'
import { ROWS } from '../selftest/rows/rows.ts'
import { runRows } from '../selftest/run.ts'
import { table } from '../selftest/table.ts'
import { processIo, type Io } from './io.ts'

/** Random histories of a row beside the brute force: about a minute in all on two processors. */
const HISTORIES = 30_000

interface Flags {
  readonly row?: string
  readonly seed: number
  readonly histories: number
}

/**
 * Runs the self-test and prints its table.
 *
 * @returns 0: everything caught and no false alarm; 1 otherwise; 64 for bad arguments
 * @throws CapcheckError (exit 64) for a row that does not exist, with all rows as its hint
 */
export async function selftest(args: readonly string[], io: Io): Promise<number> {
  const program = new Command('npm run selftest --')
    .description('Puts bugs into histories and stores, and says whether the checkers find them.')
    .option('--row <id>', 'one row only')
    .option('--seed <number>', 'seed of the first history; each further one has the next number', whole(0), 1)
    .option('--histories <number>', 'random histories of a row beside the brute force; rows of other kinds take a share of it', whole(1), HISTORIES)
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) })
    .exitOverride()
    .addHelpText('after', '\nExit codes: 0 all caught and no false alarm, 1 otherwise, 64 bad arguments.')
  try {
    program.parse(args as string[], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  }
  const flags = program.opts<Flags>()
  const rows = chosen(flags.row)
  let done = 0
  const reports = await runRows(rows, flags, ({ id, figures }) => {
    done++
    io.live?.([`${done} of ${rows.length} rows`])
    if (!isGood(figures)) io.err(`${id}: FAILED`)
  })
  io.live?.([])
  io.out(table(rows, reports, flags))
  return reports.every(({ figures }) => isGood(figures)) ? EXIT.ok : EXIT.broken
}

function chosen(id: string | undefined): readonly Row[] {
  if (id === undefined) return ROWS
  const row = ROWS.find((one) => one.id === id)
  if (row === undefined) throw usageError(`no row "${id}"`, `The rows are:\n${ROWS.map((one) => `    ${one.id}`).join('\n')}`)
  return [row]
}

function whole(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < least || value > 0x7fffffff) throw new InvalidArgumentError(`It must be a whole number from ${least} to ${0x7fffffff}.`)
    return value
  }
}

if (import.meta.main) {
  const io = processIo()
  try {
    process.exitCode = await selftest(process.argv.slice(2), io)
  } catch (error) {
    io.err(`selftest: ${messageOf(error)}`)
    if (error instanceof CapcheckError && error.hint !== undefined) io.err(`  ${error.hint}`)
    if (!(error instanceof CapcheckError)) io.err(error instanceof Error && error.stack !== undefined ? error.stack : '')
    process.exitCode = error instanceof CapcheckError ? error.exitCode : EXIT.internal
  }
}
