import { readFileSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { EXIT } from '../core/errors.ts'
import { SHAPES } from '../faults/shapes.ts'
import { FORMATS } from '../history/formats/foreign.ts'
import { DEFAULT_OPTIONS } from '../run/plan.ts'
import { check, type CheckFlags } from './commands/check.ts'
import { clean } from './commands/clean.ts'
import { compose, type ComposeFlags } from './commands/compose.ts'
import { doctor } from './commands/doctor.ts'
import { exportHistories, type ExportFlags } from './commands/export.ts'
import { addFaultCommands } from './fault-commands.ts'
import { list } from './commands/list.ts'
import { report } from './commands/report.ts'
import { runCommand, type RunFlags } from './commands/run.ts'
import { setup } from './commands/setup.ts'
import type { Io } from './io.ts'

/** Everything that the command line takes from its process, so that tests can run it in their own. */
export interface System {
  readonly io: Io
  readonly stop: AbortSignal
  readonly cwd: string
  now(): Date
}

const EXIT_CODES = `
Exit codes:
  0    done, every verdict stands
  1    capcheck check: the stored result is not what its histories say, or a history is not valid
  2    at least one verdict is inconclusive, or a history could not be decided
  3    the environment did not start: an engine is missing, a cluster did not come up
  64   bad arguments, unreadable or unwritable files
  70   a bug in capcheck
  130  stopped by Ctrl+C (143: by SIGTERM, twice)`

const RUN_EXAMPLES = `
Examples:
  # the default comparison: two configurations of each store
  $ capcheck run
  # one configuration, both shapes, a fixed seed
  $ capcheck run --profile PG-2 --shape leader-alone,leader-in-majority --seed 7
  # counters of Cassandra at QUORUM (the register always runs beside them)
  $ capcheck run --profile C-8
  # in containers of other images
  $ capcheck run --on docker --store mongodb --image mongodb=mongo:8.2
  # on a cluster that docker compose up has made
  $ capcheck run --on compose --store postgres
  # a workload of your own
  $ capcheck run --store postgres --workload ./mine.ts
  # the machine-readable result on standard output
  $ capcheck run --store mongodb --json > result.json`

const CHECK_HELP = `
Examples:
  # everything after a run once more
  $ capcheck check reports/runs/latest
  # one history of it, with the lane's own model
  $ capcheck check reports/runs/latest/postgres-PG-2-leader-alone/register.jsonl
  # what Jepsen recorded, and a model of your own
  $ capcheck check history.edn --model set
  $ capcheck check history.edn --model ./my-model.ts --initial 0

Exit codes for a history file: 0 valid, 1 a violation was found, 2 unknown, 64 it cannot be read (file:line:column)`

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

function buildProgram(system: System, done: (code: number) => void): Command {
  const { io } = system
  const program = new Command('capcheck')
    .description('Cuts the network of a real PostgreSQL, MongoDB or Cassandra cluster and says whether its configuration was observed to be CP, AP or neither.')
    .version(packageVersion())
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) })
    .showHelpAfterError('(capcheck --help says what is allowed)')
    .exitOverride()
    .addHelpText('after', EXIT_CODES)

  withRunFlags(program.command('run').description('run trials on engines that are there')).action(async (flags: RunFlags) =>
    done(await runCommand(flags, { ...system, version: packageVersion(), bring: false, yes: false })),
  )
  withRunFlags(program.command('start').description('set up what is missing, then run (npm start)'))
    .option('--yes', 'agree to the installation of Debian packages, as root')
    .action(async (flags: RunFlags & { yes?: true }) => done(await runCommand(flags, { ...system, version: packageVersion(), bring: true, yes: flags.yes === true })))
  addHistoryCommands(program, system, done)
  program
    .command('report <run-folder>')
    .description('write result.json, report.md and report.html of a run anew from its histories')
    .action(async (folder: string) => done(await report(folder, io)))
  program
    .command('list [what]')
    .description('list stores, profiles, workloads, models or shapes; all of them by default')
    .action((what: string | undefined) => done(list(what, io)))
  program
    .command('setup')
    .description('bring the engines that are missing')
    .option('--yes', 'agree to the installation of Debian packages, as root')
    .action(async (flags: { yes?: true }) => done(await setup({ yes: flags.yes === true }, io)))
  program
    .command('doctor')
    .description('say what is there, what is missing, and what to do; changes nothing')
    .action(async () => done(await doctor(io)))
  program
    .command('clean')
    .description('remove containers, networks and volumes that killed runs have left in Docker')
    .option('--all', 'also those of runs that still go on')
    .action(async (flags: { all?: true }) => done(await clean({ all: flags.all === true }, io)))
  addFaultCommands(program, io, done)
  program
    .command('compose')
    .description('print the docker-compose.yml of the clusters that --on compose and fault attach to')
    .option('--image <engine=image>', 'another image, can be repeated: mongodb=mongo:8.2', repeated)
    .option('--out <file>', 'write it there')
    .action(async (flags: ComposeFlags) => done(await compose(flags, system.cwd, io)))
  return program
}

/** Commands for histories, our own and those of others. */
function addHistoryCommands(program: Command, { io, stop }: System, done: (code: number) => void): void {
  program
    .command('check <path>')
    .description('check a history file; or the histories of a run folder again, compared with its result')
    .option('--model <name>', 'model of a history file: a name (capcheck list models), or the path of a module (default: found out)')
    .option('--format <name>', `format of a history file: ${FORMATS.join(', ')} (default: found out)`)
    .option('--initial <json>', 'state before the first operation; for registers also an object of values by key')
    .option('--budget <seconds>', 'time for the check of a history file (default: 60)', seconds)
    .option('--isolation <name>', 'what list-append transactions must fit: strict-serializable (default), serializable, snapshot-isolation, …')
    .option('--independent', "every value of a Jepsen history is [key value] (default: found out)")
    .option('--json', 'print the answer, or result.json, as JSON')
    .option('--verbose', 'print the evidence of every run below the table')
    .addHelpText('after', CHECK_HELP)
    .action(async (path: string, flags: CheckFlags) => done(await check(path, flags, io, stop)))
  program
    .command('export <path>')
    .description('write the histories of a run folder, or one history file, as EDN for Elle and Knossos')
    .addOption(new Option('--format <name>', 'format to write').choices(['edn']).default('edn'))
    .option('--out <path>', 'file; or folder, for several histories (default: standard output, for one)')
    .option('--lane <trial/workload>', 'one history of a run folder')
    .option('--from <name>', `format of a history file: ${FORMATS.join(', ')} (default: found out)`)
    .option('--model <name>', 'model that the history is meant for (default: found out)')
    .option('--initial <json>', 'state before the first operation, where the history does not say')
    .action(async (path: string, flags: ExportFlags) => done(await exportHistories(path, flags, io)))
}

function withRunFlags(command: Command): Command {
  const { rate, deadlineMs, beforeMs, steadyMs, minAttempts } = DEFAULT_OPTIONS
  return command
    .option('--store <names>', 'stores, by commas (default: all)', names)
    .option('--profile <ids>', 'catalogue ids, by commas: PG-5, M-6, C-7 (default: two of each store)', names)
    .option('--workload <names>', 'workloads by name or path of a file, by commas (default: all)', names)
    .option('--shape <names>', `shapes of the cut, by commas: ${SHAPES.map((shape) => shape.name).join(', ')} (default: leader-alone)`, names)
    .addOption(new Option('--on <where>', 'where the nodes live; auto: in Docker when an engine answers; compose: attach to docker compose up').choices(['auto', 'docker', 'sandbox', 'compose']).default('auto'))
    .option('--image <engine=image>', 'another image for Docker, can be repeated: mongodb=mongo:8.2', repeated)
    .option('--seed <number>', 'seed of operations (default: a new one)', wholeNumber)
    .option('--out <folder>', 'run folder, which must be new or empty (default: reports/runs/<time>)')
    .option('--rate <per second>', 'operations per second of each side and kind', positive, rate)
    .option('--deadline <ms>', 'after this a request counts as not answered', positive, deadlineMs)
    .option('--before <ms>', 'length of the healthy control', positive, beforeMs)
    .option('--steady <ms>', 'least length of the steady phase', wholeNumber, steadyMs)
    .option('--min-attempts <n>', 'attempts per side and kind below which there is no verdict', positive, minAttempts)
    .option('--json', 'print result.json instead of the table')
    .option('--verbose', 'print the evidence of every run below the table')
    .option('--quiet', 'no progress')
    .addHelpText('after', RUN_EXAMPLES)
}

function names(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',').map((name) => name.trim()).filter((name) => name !== '')]
}

function repeated(text: string, before: readonly string[] = []): string[] {
  return [...before, text]
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0 || value > 0x7fffffff) throw new InvalidArgumentError(`It must be a whole number from 0 to ${0x7fffffff}.`)
  return value
}

function positive(text: string): number {
  const value = wholeNumber(text)
  if (value === 0) throw new InvalidArgumentError('It must be at least 1.')
  return value
}

function seconds(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value > 0 && value <= 1e6)) throw new InvalidArgumentError('It must be a number of seconds above 0, at most 1000000.')
  return value
}

/** The version of the package this file belongs to, from src as from dist. */
function packageVersion(): string {
  for (const up of ['../../', '../../../']) {
    try {
      const text = readFileSync(new URL(`${up}package.json`, import.meta.url), 'utf8')
      return (JSON.parse(text) as { version: string }).version
    } catch {
      continue
    }
  }
  return 'unknown'
}
