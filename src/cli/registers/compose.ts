import { InvalidArgumentError } from 'commander'
import type { ComposeFlags } from '../commands/compose.ts'
import type { FaultFlags } from '../commands/fault.ts'
import type { Registry } from './registry.ts'
import { repeated } from './values.ts'

const EXAMPLES = `
Nodes are named one by one or with commas; without a second group all others are meant. All of it acts on what the
nodes send each other, and on what capcheck's clients send along; a client of the node itself is never disturbed.
Faults add up, but slow takes the place of what was done to its links before.

Examples:
  $ docker compose --profile postgres up --detach --wait
  # nothing gets through between n1 and the others
  $ capcheck fault cut n1
  # what n1 sends to n2 is lost, what n2 sends to n1 arrives
  $ capcheck fault oneway n1 n2
  # 200 ms later, in each direction
  $ capcheck fault slow n1 n2,n3 --ms 200
  $ capcheck fault status
  $ capcheck fault heal`

const COMPOSE_EXAMPLES = `
Examples:
  # the clusters of all three stores, one compose profile each
  $ capcheck compose --out docker-compose.yml
  # with another version of MongoDB
  $ capcheck compose --image mongodb=mongo:8.2 --out docker-compose.yml`

/** Delay of `fault slow` when none is named, in milliseconds. */
const DEFAULT_MS = 200
const LONGEST_MS = 60_000

/** `compose` and `fault`: clusters to work on by hand. */
export function registerCompose(registry: Registry): void {
  const { program, system, done } = registry
  program
    .command('compose')
    .description('print the docker-compose.yml of the clusters that --on compose and fault attach to')
    .option('--image <engine=image>', 'another image, can be repeated: mongodb=mongo:8.2', repeated)
    .option('--out <file>', 'write it there')
    .addHelpText('after', COMPOSE_EXAMPLES)
    .action(async (flags: ComposeFlags) => done(await (await import('../commands/compose.ts')).compose(flags, system.cwd, system.io)))
  registerFault(registry)
}

function registerFault({ program, system: { io }, done }: Registry): void {
  const group = program.command('fault').description('cut, slow down or heal links of a running compose cluster by hand').addHelpText('after', EXAMPLES)
  const command = (words: string, description: string) =>
    group.command(words).description(description).option('--store <name>', 'the compose profile (default: the one that is up)')
  command('cut <nodes> [others]', 'let nothing through between two groups of nodes; connections stay open, as when a cable is pulled').action(
    async (nodes: string, others: string | undefined, flags: FaultFlags) => done(await (await import('../commands/fault.ts')).fault({ kind: 'cut' }, nodes, others, flags, io)),
  )
  command('oneway <from> [to]', 'lose what the first nodes send to the others, and nothing that these send').action(
    async (from: string, to: string | undefined, flags: FaultFlags) => done(await (await import('../commands/fault.ts')).fault({ kind: 'oneway' }, from, to, flags, io)),
  )
  command('slow <nodes> [others]', 'let everything between two groups arrive later')
    .option('--ms <n>', 'delay in each direction', delay, DEFAULT_MS)
    .action(async (nodes: string, others: string | undefined, flags: FaultFlags & { ms: number }) => done(await (await import('../commands/fault.ts')).fault({ kind: 'slow', ms: flags.ms }, nodes, others, flags, io)))
  command('heal [nodes] [others]', 'open links (default: all), whoever disturbed them, and wait until the cluster is whole').action(
    async (nodes: string | undefined, others: string | undefined, flags: FaultFlags) => done(await (await import('../commands/fault.ts')).heal(nodes, others, flags, io)),
  )
  command('status', 'say what is done to each link, what gets through, and whom each node sees; changes nothing').action(async (flags: FaultFlags) => done(await (await import('../commands/fault.ts')).faultStatus(flags, io)))
}

function delay(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1 || value > LONGEST_MS) throw new InvalidArgumentError(`It must be a whole number of milliseconds from 1 to ${LONGEST_MS}.`)
  return value
}
