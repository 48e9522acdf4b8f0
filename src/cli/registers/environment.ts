import type { Registry } from './registry.ts'

const SETUP_HELP = `
Examples:
  # bring PostgreSQL, MongoDB, Cassandra and Toxiproxy into the cache of this user; what is there is kept
  $ capcheck setup
  # and, as root on Debian or Ubuntu, packages that are missing
  $ capcheck setup --yes

Exit codes: 0 everything is there, 3 something is missing, which is said`

const DOCTOR_HELP = `
Examples:
  # before the first run, or when one said "not run"
  $ capcheck doctor

Exit codes: 0 a run can be started, 3 something is missing, which is said`

const CLEAN_HELP = `
Examples:
  # after kill -9, where the reaper of containers is switched off
  $ capcheck clean
  # everything that carries the label org.capcheck.run, running or not
  $ capcheck clean --all`

/** `setup`, `doctor` and `clean`: the machine around a run. */
export function registerEnvironment({ program, system: { io }, done }: Registry): void {
  program
    .command('setup')
    .description('bring the engines that are missing')
    .option('--yes', 'agree to the installation of Debian packages, as root')
    .addHelpText('after', SETUP_HELP)
    .action(async (flags: { yes?: true }) => done(await (await import('../commands/setup.ts')).setup({ yes: flags.yes === true }, io)))
  program
    .command('doctor')
    .description('say what is there, what is missing, and what to do; changes nothing')
    .addHelpText('after', DOCTOR_HELP)
    .action(async () => done(await (await import('../commands/doctor.ts')).doctor(io)))
  program
    .command('clean')
    .description('remove containers, networks and volumes that killed runs have left in Docker')
    .option('--all', 'also those of runs that still go on')
    .addHelpText('after', CLEAN_HELP)
    .action(async (flags: { all?: true }) => done(await (await import('../commands/clean.ts')).clean({ all: flags.all === true }, io)))
}
