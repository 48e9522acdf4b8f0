import { clean } from '../commands/clean.ts'
import { doctor } from '../commands/doctor.ts'
import { setup } from '../commands/setup.ts'
import type { Registry } from './registry.ts'

/** `setup`, `doctor` and `clean`: the machine around a run. */
export function registerEnvironment({ program, system: { io }, done }: Registry): void {
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
}
