import { Command, CommanderError } from 'commander'
import { EXIT } from '../core/errors.ts'
import { registerAtlas } from './registers/atlas.ts'
import { registerCompletion } from './registers/completion.ts'
import { registerCompose } from './registers/compose.ts'
import { registerEnvironment } from './registers/environment.ts'
import { registerHistories } from './registers/histories.ts'
import { registerLab } from './registers/lab.ts'
import { registerResults } from './registers/results.ts'
import { registerRun } from './registers/run.ts'
import type { Registry } from './registers/registry.ts'
import type { System } from './system.ts'
import { packageVersion } from '../core/version.ts'

/**
 * Groups of commands, in the order of the help. A new group has a file of its own in registers and a name here.
 * What a command does is loaded when it is called, so that no command waits for drivers that only others need.
 */
const GROUPS: readonly ((registry: Registry) => void)[] = [
  ...[registerRun, registerAtlas, registerHistories, registerResults],
  ...[registerLab, registerCompose, registerEnvironment, registerCompletion],
]

const HELP = `
Examples:
  # sets up what is missing, compares two configurations of each store, writes a report
  $ capcheck start
  # one configuration
  $ capcheck run --profile PG-5
  # everything after the run once more, without a cluster
  $ capcheck check reports/runs/latest
  # what can be run
  $ capcheck list

capcheck <command> --help has examples of each command.

Exit codes:
  0    done, every verdict stands
  1    --expect: an expectation is not met; atlas: a finding differs; check, verify: the stored result is not what its histories say, or a history is not valid; compare: labels differ; lab grade: something is wrong with a submission
  2    at least one verdict is inconclusive, or a history could not be decided, or nothing could be compared
  3    the environment did not start: an engine is missing, a cluster did not come up
  64   bad arguments, unreadable or unwritable files
  70   a bug in capcheck
  130  stopped by Ctrl+C (143: by SIGTERM, twice)`

/** Runs one command line. Returns the exit code; errors meant for the user are thrown. */
export async function runProgram(args: readonly string[], system: System): Promise<number> {
  let code: number = EXIT.ok
  const program = buildProgram(system, (result) => (code = result))
  try {
    await program.parseAsync(args as string[], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  }
  return code
}

/** All commands, ready to be parsed or looked at. */
export function buildProgram(system: System, done: (code: number) => void): Command {
  const { io } = system
  const version = packageVersion()
  const program = new Command('capcheck')
    .description('Cuts the network of a real PostgreSQL, MongoDB or Cassandra cluster and says whether its configuration was observed to be CP, AP or neither.')
    .version(version)
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) })
    .showHelpAfterError('(capcheck --help says what is allowed)')
    .exitOverride()
    .addHelpText('after', HELP)
  for (const register of GROUPS) register({ program, system, version, done })
  return program
}
