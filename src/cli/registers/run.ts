import { Option, type Command } from 'commander'
import { SHAPES } from '../../faults/shapes.ts'
import { DEFAULT_OPTIONS } from '../../run/plan.ts'
import type { RunFlags } from '../commands/run.ts'
import { resolveConfig, settingLines } from '../config/resolve.ts'
import { withCiOptions, withExpect } from './ci-options.ts'
import type { Registry } from './registry.ts'
import { names, positive, repeated, times, wholeNumber } from './values.ts'

const START_EXAMPLES = `
Examples:
  # brings what is missing, then the default comparison: two configurations of each store
  $ capcheck start
  # as root on Debian or Ubuntu, packages of the system too
  $ capcheck start --yes --on sandbox

All examples of "capcheck run --help" are for start as well.`

const RUN_EXAMPLES = `
Examples:
  # the default comparison: two configurations of each store
  $ capcheck run
  # one configuration, both shapes, a fixed seed
  $ capcheck run --profile PG-2 --shape leader-alone,leader-in-majority --seed 7
  # the full sweep: both shapes, three times each; the headline is the worst of the six
  $ capcheck run --profile M-1 --shape leader-alone,leader-in-majority --repeat 3
  # counters of Cassandra at QUORUM (the register always runs beside them)
  $ capcheck run --profile C-8
  # in containers of other images
  $ capcheck run --on docker --store mongodb --image mongodb=mongo:8.2
  # on a cluster that docker compose up has made
  $ capcheck run --on compose --store postgres
  # a workload of your own
  $ capcheck run --store postgres --workload ./my-workload/workload.mts
  # the machine-readable result on standard output
  $ capcheck run --store mongodb --json > result.json
  # for a CI job: JUnit XML, and a summary where $GITHUB_STEP_SUMMARY is not set
  $ capcheck run --store postgres --junit junit.xml --summary summary.md
  # fail when the configuration is not what it was taken for
  $ capcheck run --profile PG-5 --expect postgres/PG-5=CP
  # settings from the environment and from capcheck.config.json, { "run": { "min-attempts": 100 } }
  $ CAPCHECK_RUN_RATE=50 capcheck run --print-config

Order of settings: flag, environment (CAPCHECK_RUN_ and the name: CAPCHECK_RUN_MIN_ATTEMPTS), configuration file, default.`

const INIT_EXAMPLES = `
Examples:
  # writes ./my-workload/workload.mts and README.md; nothing is ever overwritten
  $ capcheck init my-workload
  # and runs it, beside the register, on two configurations of PostgreSQL
  $ capcheck run --profile PG-5,PG-2 --workload ./my-workload/workload.mts`

/** `run`, `start` and `init`. */
export function registerRun(registry: Registry): void {
  const { program } = registry
  withRunFlags(program.command('run').description('run trials on engines that are there'))
    .addHelpText('after', RUN_EXAMPLES)
    .action(actionOf(registry, false))
  withRunFlags(program.command('start').description('set up what is missing, then run (npm start)'))
    .option('--yes', 'agree to the installation of Debian packages, as root')
    .addHelpText('after', START_EXAMPLES)
    .action(actionOf(registry, true))
  program
    .command('init <name>')
    .description('write a folder with a workload of your own that runs at once, to be changed')
    .addHelpText('after', INIT_EXAMPLES)
    .action(async (path: string) => registry.done((await import('../commands/init.ts')).init(path, registry.system)))
}

/** Options are completed from environment and configuration file first. */
function actionOf({ system, version, done }: Registry, bring: boolean) {
  return async (_given: object, command: Command): Promise<void> => {
    const settings = resolveConfig(command, system)
    const flags = command.opts<RunFlags & { yes?: true; printConfig?: true }>()
    if (!flags.printConfig) return done(await (await import('../commands/run.ts')).runCommand(flags, { ...system, version, bring, yes: flags.yes === true }))
    for (const line of settingLines(settings)) system.io.out(line)
  }
}

function withRunFlags(command: Command): Command {
  const { rate, deadlineMs, beforeMs, steadyMs, minAttempts } = DEFAULT_OPTIONS
  const main = command
    .option('--store <names>', 'stores, by commas (default: all)', names)
    .option('--profile <ids>', 'catalogue ids, by commas: PG-5, M-6, C-7 (default: two of each store)', names)
    .option('--workload <names>', 'workloads by name or path of a file, by commas (default: all)', names)
    .option('--shape <names>', `shapes of the cut, by commas: ${SHAPES.map((shape) => shape.name).join(', ')} (default: leader-alone)`, names)
    .addOption(new Option('--on <where>', 'where the nodes live; auto: in Docker when an engine answers; compose: attach to docker compose up').choices(['auto', 'docker', 'sandbox', 'compose']).default('auto'))
    .option('--image <engine=image>', 'another image for Docker, can be repeated: mongodb=mongo:8.2', repeated)
    .option('--seed <number>', 'seed of operations (default: a new one)', wholeNumber)
    .option('--repeat <times>', 'run every trial so often, each time with the next seed; the headline is the worst (docs/command-line.md)', times, 1)
    .option('--out <folder>', 'run folder, which must be new or empty (default: reports/runs/<time>)')
    .option('--rate <per second>', 'operations per second of each side and kind', positive, rate)
    .option('--deadline <ms>', 'after this a request counts as not answered', positive, deadlineMs)
    .option('--before <ms>', 'least length of the healthy control; longer where a low rate needs it', positive, beforeMs)
    .option('--steady <ms>', 'least length of the steady phase', wholeNumber, steadyMs)
    .option('--min-attempts <n>', 'attempts per side and kind below which there is no verdict', positive, minAttempts)
    .option('--pacelc', 'also measure, with all links open, how latency depends on the delay between nodes (docs/pacelc.md)')
    .option('--json', 'print result.json instead of the table')
    .option('--matrix', 'print below the table what each side answered, operation by operation')
    .option('--verbose', 'print the evidence of every run below the table')
    .option('--quiet', 'no progress')
  return withCiOptions(withExpect(main))
    .option('--config <file>', 'configuration file (default: capcheck.config.json, where there is one)')
    .option('--print-config', 'print every setting and where it comes from, and run nothing')
}
