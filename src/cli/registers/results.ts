import { Option } from 'commander'
import { compare, COMPARISON_FORMATS, type CompareFlags } from '../commands/compare.ts'
import { list } from '../commands/list.ts'
import { report } from '../commands/report.ts'
import { verify, type VerifyFlags } from '../commands/verify.ts'
import { withCiOptions } from './ci-options.ts'
import type { Registry } from './registry.ts'
import { repeated } from './values.ts'

const COMPARE_HELP = `
Examples:
  # one run as a table for a README
  $ capcheck compare reports/runs/latest --format markdown
  # yesterday's run and today's, or the same run on two machines
  $ capcheck compare reports/runs/2026-11-22T* reports/runs/2026-11-23T*
  # only result.json is needed of a run
  $ capcheck compare laptop/result.json server/result.json --format csv > compared.csv
  # a CI job that fails when a label has changed since the stored result
  $ capcheck compare baseline/result.json reports/runs/latest --junit compared.xml

A row is a store, a configuration, a workload and a shape of cut; rows whose labels differ come first, with the reasons.
An inconclusive run beside a verdict counts as a difference.

Exit codes: 0 the same labels, 1 labels differ, 2 several runs that share no row, 64 something cannot be read (file:line:column)`

const VERIFY_HELP = `
Exit codes: 0 every field is the same, 1 something differs, 64 it cannot be read or is not as it was written

A bundle that was changed and not sealed anew is refused. Whoever seals it anew, with all hashes recomputed, is found out by
--expect alone (docs/evidence.md).`

/** `report`, `verify`, `compare` and `list`: what is stored, and what can be named. */
export function registerResults({ program, system, version, done }: Registry): void {
  const { io } = system
  program
    .command('report <run-folder>')
    .description('write result.json, report.md, report.html and evidence.tar.gz of a run anew from its histories')
    .action(async (folder: string) => done(await report(folder, version, io)))
  program
    .command('verify <bundle>')
    .description('recompute every verdict of an evidence bundle (evidence.tar.gz of a run folder) and say what differs')
    .option('--expect <sha256>', 'SHA-256 of the manifest, as it was printed when the run ended')
    .option('--workload <file>', "a workload file of the maker's own that the run used, can be repeated", repeated)
    .option('--json', 'print the comparison as JSON')
    .addHelpText('after', VERIFY_HELP)
    .action(async (bundle: string, flags: VerifyFlags) => done(await verify(bundle, flags, version, io)))
  withCiOptions(program.command('compare <run...>'))
    .description('put stored runs side by side: run folders or result.json files, of any machine and version')
    .addOption(new Option('--format <name>', 'format to print').choices(COMPARISON_FORMATS).default('text'))
    .addHelpText('after', COMPARE_HELP)
    .action((paths: string[], flags: CompareFlags) => done(compare(paths, flags, system)))
  program
    .command('list [what]')
    .description('list stores, profiles, workloads, models, shapes, or how errors are booked (errors); all of them by default')
    .action((what: string | undefined) => done(list(what, io)))
}
