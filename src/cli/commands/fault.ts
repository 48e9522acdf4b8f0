import { EXIT } from '../../core/errors.ts'
import { linkName, NODES } from '../../core/ids.ts'
import { groups, type HandFault, isDisturbed, type LinkSetting } from '../../faults/by-hand.ts'
import { inWords } from '../../faults/look.ts'
import { handClusters, type LinkState, oneHandCluster } from '../../pipeline/by-hand.ts'
import type { Io } from '../io.ts'

export interface FaultFlags {
  readonly store?: string
}

/** `capcheck fault cut|slow|oneway`: disturbs links of a compose cluster and says what was seen of them afterwards. */
export async function fault(what: HandFault, from: string, to: string | undefined, flags: FaultFlags, io: Io): Promise<number> {
  const nodes = groups(NODES, from, to)
  const cluster = await oneHandCluster(flags.store, io.err)
  try {
    const states = await cluster.apply(what, nodes)
    io.out(cluster.store.title)
    printLinks(states, io)
  } finally {
    await cluster.close()
  }
  return EXIT.ok
}

/** `capcheck fault heal`: opens links and says what was seen of them. */
export async function heal(from: string | undefined, to: string | undefined, flags: FaultFlags, io: Io): Promise<number> {
  const nodes = from === undefined ? null : groups(NODES, from, to)
  for (const cluster of await handClusters(flags.store, io.err)) {
    try {
      const states = await cluster.heal(nodes)
      io.out(cluster.store.title)
      printLinks(states, io)
    } finally {
      await cluster.close()
    }
  }
  return EXIT.ok
}

/** `capcheck fault status`: what is done to each link, what gets through, and whom each node sees. Changes nothing. */
export async function faultStatus(flags: FaultFlags, io: Io): Promise<number> {
  for (const cluster of await handClusters(flags.store, io.err)) {
    try {
      const { links, views } = await cluster.status()
      io.out(cluster.store.title)
      printLinks(links, io)
      for (const { node, alive, role, reachable } of views) {
        io.out(`  ${node.padEnd(7)} ${alive ? `${role}, sees ${reachable.join(', ') || 'nobody'}` : `gives no view: ${role}`}`)
      }
    } finally {
      await cluster.close()
    }
  }
  return EXIT.ok
}

function printLinks(states: readonly LinkState[], io: Io): void {
  const rows = states.map(({ setting, look }) => [linkName(setting.link), done(setting), inWords(look)] as const)
  const width = Math.max(...rows.map(([, what]) => what.length))
  for (const [link, what, seen] of rows) io.out(`  ${link.padEnd(7)} ${what.padEnd(width)}  ${seen}`)
}

/** What is done to a link, in a few words. */
function done(setting: LinkSetting): string {
  const { enabled, swallows, delays, others } = setting
  if (!isDisturbed(setting)) return 'open'
  const words: string[] = []
  if (!enabled) words.push('closed')
  if (swallows.upstream && swallows.downstream) words.push('cut')
  else if (swallows.upstream) words.push('requests lost')
  else if (swallows.downstream) words.push('answers lost')
  if (delays.upstream > 0 || delays.downstream > 0) words.push(`slow (+${delays.upstream} ms, answers +${delays.downstream} ms)`)
  return [...words, ...others].join(', ')
}
