import { Option } from 'commander'
import type { GradeFlags } from '../commands/lab/grade.ts'
import type { RunLabFlags } from '../commands/lab/run.ts'
import type { StartFlags } from '../commands/lab/start.ts'
import type { SubmitFlags } from '../commands/lab/submit.ts'
import type { Registry } from './registry.ts'
import { repeated, seconds } from './values.ts'

const HELP = `
Examples:
  # what there is
  $ capcheck lab list
  # a folder 01-partition with a chapter to read and a sheet to write your predictions into
  $ capcheck lab start 01-partition --name Ada
  # lock the predictions, run, and see prediction against observation
  $ capcheck lab run --dir 01-partition
  # after your explanations: one file to hand in
  $ capcheck lab submit --dir 01-partition
  # for lecturers: all that was handed in, again from its evidence
  $ capcheck lab grade submissions/*.capcheck.tar.gz --key lab-keys --out grades.md --out grades.csv

docs/labs.md tells more.`

const GRADE_HELP = `
Exit codes: 0 every submission was graded and nothing is wrong with any, 1 something is (changed evidence, changed predictions,
the same run handed in twice, ...), 64 bad arguments or files`

/** `lab list|start|run|submit|grade`: assignments. */
export function registerLab({ program, system, version, done }: Registry): void {
  const lab = program.command('lab').description('assignments: predict, run, compare, explain, hand in; and grade what was handed in').addHelpText('after', HELP)
  const folder = new Option('--dir <folder>', 'folder of your lab (default: this one)')
  const labs = new Option('--labs <folder>', "assignments of your own (default: capcheck's)")
  lab
    .command('list')
    .description('list the assignments')
    .addOption(labs)
    .action(async (flags: { labs?: string }) => done((await import('../commands/lab/list.ts')).listLabs(flags, system)))
  lab
    .command('start <id>')
    .description('make a folder with the chapter to read and the sheet to fill in')
    .option('--dir <folder>', 'folder to make (default: the id of the lab)')
    .option('--name <name>', 'your name, for the sheet')
    .addOption(labs)
    .action(async (id: string, flags: StartFlags) => done((await import('../commands/lab/start.ts')).startLabCommand(id, flags, version, system)))
  lab
    .command('run')
    .description('lock the predictions of the sheet, run, and show prediction against observation')
    .addOption(folder)
    .addOption(labs)
    .addOption(new Option('--on <where>', 'where the nodes live; auto: in Docker when an engine answers').choices(['auto', 'docker', 'sandbox']).default('auto'))
    .option('--again', 'run once more, although there is a run: for one that stayed inconclusive')
    .option('--quiet', 'no progress')
    .action(async (flags: RunLabFlags) => done(await (await import('../commands/lab/run.ts')).runLab(flags, version, system)))
  lab
    .command('submit')
    .description('check that the sheet is complete and write the one file to hand in')
    .addOption(folder)
    .addOption(labs)
    .option('--out <file>', 'file to write (default: <lab>-<name>.capcheck.tar.gz in the folder of the lab)')
    .action(async (flags: SubmitFlags) => done(await (await import('../commands/lab/submit.ts')).submitLab(flags, version, system)))
  lab
    .command('grade <submissions...>')
    .description('check submissions again from their evidence, without a cluster, and write a table')
    .addOption(labs)
    .option('--key <folder>', 'answer keys, <lab>.json each (docs/labs.md)')
    .option('--out <file>', 'write the table to a .md, .csv or .json file; can be repeated', repeated)
    .option('--noted <file>', 'text with the digits that lab run printed, noted before the runs; predictions that are not in it are flagged')
    .option('--limit <seconds>', 'time for one submission (default: 60)', seconds)
    .option('--json', 'print everything as JSON')
    .addHelpText('after', GRADE_HELP)
    .action(async (files: string[], flags: GradeFlags) => done(await (await import('../commands/lab/grade.ts')).gradeLabs(files, flags, version, system)))
}
