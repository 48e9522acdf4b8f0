import { Option } from 'commander'
import type { CompareFlags } from '../commands/compare.ts'
import type { ServeFlags } from '../commands/serve.ts'
import type { VerifyFlags } from '../commands/verify.ts'
import { withCiOptions } from './ci-options.ts'
import type { Registry } from './registry.ts'
import { port, repeated } from './values.ts'

const COMPARISON_FORMATS: readonly CompareFlags['format'][] = ['text', 'markdown', 'csv', 'json']

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

const REPORT_HELP = `
Examples:
  # after a run that was killed, or with the checks of a newer version
  $ capcheck report reports/runs/2026-11-23T03-00-00

Histories are never changed. The exit code is that of the run.`

const LIST_HELP = `
Examples:
  # everything that can be named
  $ capcheck list
  # the configurations of the catalogue
  $ capcheck list profiles`

const VERIFY_HELP = `
Examples:
  # a bundle that somebody handed on
  $ capcheck verify evidence.tar.gz
  # is it the one whose hash was printed when the run ended?
  $ capcheck verify evidence.tar.gz --expect 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  # its run used a workload of the maker's own
  $ capcheck verify evidence.tar.gz --workload ./my-workload/workload.mts

Exit codes: 0 every field is the same, 1 something differs, 64 it cannot be read or is not as it was written

A bundle that was changed and not sealed anew is refused. Whoever seals it anew, with all hashes recomputed, is found out by
--expect alone (docs/evidence.md).`

/** Port of `serve`: no service that is widely known has it. */
const PORT = 7357

const SERVE_HELP = `
Examples:
  # the runs below reports/runs
  $ capcheck serve
  # those of another folder, on any free port
  $ capcheck serve old-runs --port 0

Listens on 127.0.0.1 only, reads only, loads nothing from elsewhere. Ctrl+C ends it.`

/** `report`, `verify`, `compare`, `serve` and `list`: what is stored, and what can be named. */
export function registerResults({ program, system, version, done }: Registry): void {
  const { io } = system
  program
    .command('report <run-folder>')
    .description('write result.json, report.md, report.html and evidence.tar.gz of a run anew from its histories, and the table of a run of capcheck atlas')
    .addHelpText('after', REPORT_HELP)
    .action(async (folder: string) => done(await (await import('../commands/report.ts')).report(folder, version, io)))
  program
    .command('verify <bundle>')
    .description('recompute every verdict of an evidence bundle (evidence.tar.gz of a run folder) and say what differs')
    .option('--expect <sha256>', 'SHA-256 of the manifest, as it was printed when the run ended')
    .option('--workload <file>', "a workload file of the maker's own that the run used, can be repeated", repeated)
    .option('--json', 'print the comparison as JSON')
    .addHelpText('after', VERIFY_HELP)
    .action(async (bundle: string, flags: VerifyFlags) => done(await (await import('../commands/verify.ts')).verify(bundle, flags, version, io)))
  withCiOptions(program.command('compare <run...>'))
    .description('put stored runs side by side: run folders or result.json files, of any machine and version')
    .addOption(new Option('--format <name>', 'format to print').choices(COMPARISON_FORMATS).default('text'))
    .addHelpText('after', COMPARE_HELP)
    .action(async (paths: string[], flags: CompareFlags) => done((await import('../commands/compare.ts')).compare(paths, flags, system)))
  program
    .command('serve [folder]')
    .description('browse stored runs on 127.0.0.1: what each found, reports, histories, evidence (default: reports/runs)')
    .option('--port <number>', 'port to listen on; 0: any that is free', port, PORT)
    .addHelpText('after', SERVE_HELP)
    .action(async (folder: string | undefined, flags: ServeFlags) => done(await (await import('../commands/serve.ts')).serve(folder, flags, system)))
  program
    .command('list [what]')
    .description('list stores, profiles, workloads, models, shapes, or how errors are booked (errors); all of them by default')
    .addHelpText('after', LIST_HELP)
    .action(async (what: string | undefined) => done((await import('../commands/list.ts')).list(what, io)))
}
