import { Option } from 'commander'
import type { AtlasFlags } from '../commands/atlas.ts'
import type { Registry } from './registry.ts'
import { names, repeated, wholeNumber } from './values.ts'

const EXAMPLES = `
Examples:
  # the whole catalogue
  $ capcheck atlas
  # one finding, and all that PG-5 is made of
  $ capcheck atlas M-1 PG-5
  # what there is, and what is not expected here
  $ capcheck atlas --list --store mongodb
  # in containers of another image
  $ capcheck atlas --on docker --store mongodb --image mongodb=mongo:8.2
  # judge a stored run anew, without a cluster
  $ capcheck atlas --check reports/runs/latest

Exit codes: 0 all as expected, 1 one differs, 2 one is inconclusive, 3 nothing could be started, 64 bad arguments`

/** `atlas`: the catalogue of findings. */
export function registerAtlas({ program, system, version, done }: Registry): void {
  program
    .command('atlas [ids...]')
    .description('repeat published findings, and say whether each is as the catalogue expects (docs/catalogue.md)')
    .option('--store <names>', 'stores, by commas (default: all)', names)
    .addOption(new Option('--on <where>', 'where the nodes live; auto: in Docker when an engine answers').choices(['auto', 'docker', 'sandbox']).default('auto'))
    .option('--image <engine=image>', 'another image for Docker, can be repeated: mongodb=mongo:8.2', repeated)
    .option('--no-repeat', 'do not look a second time, with longer phases, at what was inconclusive for want of samples')
    .option('--seed <number>', 'seed of operations (default: a new one)', wholeNumber)
    .option('--out <folder>', 'run folder, which must be new or empty (default: reports/runs/<time>)')
    .option('--list', 'list findings and run nothing')
    .option('--check <run-folder>', 'judge a stored run of findings anew, and run nothing')
    .option('--json', 'print atlas.json instead of the table')
    .option('--quiet', 'no progress')
    .addHelpText('after', EXAMPLES)
    .action(async (ids: string[], flags: AtlasFlags) => done(await (await import('../commands/atlas.ts')).atlasCommand(ids, flags, { ...system, version })))
}
