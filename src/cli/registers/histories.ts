import { Option } from 'commander'
import { FORMATS } from '../../history/formats/foreign.ts'
import type { CheckFlags } from '../commands/check.ts'
import type { ExportFlags } from '../commands/export.ts'
import { withExpect } from './ci-options.ts'
import type { Registry } from './registry.ts'
import { seconds } from './values.ts'

const CHECK_HELP = `
Examples:
  # everything after a run once more
  $ capcheck check reports/runs/latest
  # and are the verdicts the expected ones?
  $ capcheck check reports/runs/latest --expect postgres/PG-5=CP,postgres/PG-2/register=neither
  # one history of it, with the lane's own model
  $ capcheck check reports/runs/latest/postgres-PG-2-leader-alone/register.jsonl
  # what Jepsen recorded, and a model of your own
  $ capcheck check history.edn --model set
  $ capcheck check history.edn --model ./my-model.ts --initial 0

Exit codes for a history file: 0 valid, 1 a violation was found, 2 unknown, 64 it cannot be read (file:line:column)`

const EXPORT_HELP = `
Examples:
  # every history of a run, one file for each lane of each trial
  $ capcheck export reports/runs/latest --out histories
  # one of them, to standard output
  $ capcheck export reports/runs/latest --lane postgres-PG-2-leader-alone/register > register.edn
  # a history file in another format
  $ capcheck export mine.jsonl --model bank --out bank.edn`

/** `check` and `export`: histories, our own and those of others. */
export function registerHistories({ program, system: { io, stop }, done }: Registry): void {
  withExpect(program.command('check <path>'))
    .description('check a history file; or the histories of a run folder again, compared with its result')
    .option('--model <name>', 'model of a history file: a name (capcheck list models), or the path of a module (default: found out)')
    .option('--format <name>', `format of a history file: ${FORMATS.join(', ')} (default: found out)`)
    .option('--initial <json>', 'state before the first operation; for registers also an object of values by key')
    .option('--budget <seconds>', 'time for the check of a history file (default: 60)', seconds)
    .option('--isolation <name>', 'what list-append transactions must fit: strict-serializable (default), serializable, snapshot-isolation, …')
    .option('--independent', "every value of a Jepsen history is [key value] (default: found out)")
    .option('--json', 'print the answer, or result.json, as JSON')
    .option('--matrix', 'print below the table what each side answered, operation by operation')
    .option('--verbose', 'print the evidence of every run below the table')
    .addHelpText('after', CHECK_HELP)
    .action(async (path: string, flags: CheckFlags) => done(await (await import('../commands/check.ts')).check(path, flags, io, stop)))
  program
    .command('export <path>')
    .description('write the histories of a run folder, or one history file, as EDN for Elle and Knossos')
    .addOption(new Option('--format <name>', 'format to write').choices(['edn']).default('edn'))
    .option('--out <path>', 'file; or folder, for several histories (default: standard output, for one)')
    .option('--lane <trial/workload>', 'one history of a run folder')
    .option('--from <name>', `format of a history file: ${FORMATS.join(', ')} (default: found out)`)
    .option('--model <name>', 'model that the history is meant for (default: found out)')
    .option('--initial <json>', 'state before the first operation, where the history does not say')
    .addHelpText('after', EXPORT_HELP)
    .action(async (path: string, flags: ExportFlags) => done(await (await import('../commands/export.ts')).exportHistories(path, flags, io)))
}
