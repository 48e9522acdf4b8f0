import type { Disturbance, LinkFault } from '../core/fault.ts'
import type { Links } from './links.ts'

/** Does to each link what is to be done to it, all at the same time. */
export async function disturb(links: Links, faults: readonly LinkFault[]): Promise<void> {
  await Promise.all([...alike(faults)].map(([does, group]) => act(links, does, group)))
}

/** What was done, for people: `cut 4 links`. */
export function describeDisturbance(faults: readonly LinkFault[]): string {
  return [...alike(faults)].map(([does, { length }]) => `${verb(does)} ${length === 1 ? '1 link' : `${length} links`}${manner(does)}`).join(', ')
}

function alike(faults: readonly LinkFault[]): Map<Disturbance, LinkFault[]> {
  const groups = Map.groupBy(faults, ({ does }) => JSON.stringify(does))
  return new Map([...groups.values()].map((group) => [group[0]!.does, group]))
}

function act(links: Links, does: Disturbance, faults: readonly LinkFault[]): Promise<void> {
  const these = faults.map(({ link }) => link)
  if (does.how === 'silent') return links.cut(these, does.streams)
  return does.how === 'refusing' ? links.refuse(these) : links.slow(these, does.ms)
}

function verb(does: Disturbance): string {
  if (does.how === 'silent') return 'cut'
  return does.how === 'refusing' ? 'closed' : 'slowed'
}

function manner(does: Disturbance): string {
  if (does.how === 'silent') return does.streams.length === 2 ? '' : ` ${does.streams[0] === 'upstream' ? 'on the way there' : 'on the way back'}`
  return does.how === 'refusing' ? ', which now refuse' : ` by ${does.ms} ms each way`
}
