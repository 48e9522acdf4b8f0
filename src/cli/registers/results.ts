import { list } from '../commands/list.ts'
import { report } from '../commands/report.ts'
import type { Registry } from './registry.ts'

/** `report` and `list`: what is stored, and what can be named. */
export function registerResults({ program, system: { io }, done }: Registry): void {
  program
    .command('report <run-folder>')
    .description('write result.json, report.md and report.html of a run anew from its histories')
    .action(async (folder: string) => done(await report(folder, io)))
  program
    .command('list [what]')
    .description('list stores, profiles, workloads, models or shapes; all of them by default')
    .action((what: string | undefined) => done(list(what, io)))
}
