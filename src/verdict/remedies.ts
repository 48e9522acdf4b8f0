import type { Precondition } from './verdict.ts'

/** What settles a missing precondition. Flags are those of `capcheck run`; kept in one place so that they stay true. */
export const REMEDIES: { readonly [id in Precondition['id']]: string } = {
  cut: 'Run again; if a link stays open, `capcheck doctor` shows whether traffic can bypass the proxies.',
  alive: 'Look at the node logs in the run folder; a node that stops is a crash, not a partition. Where it says "too many clients", use a lower --rate or a shorter --steady: every commit that hangs keeps a server process.',
  healthy: 'Run again; if it stays unhealthy, look at the node logs in the run folder.',
  pinned: 'Run again; a client that cannot be pinned must not be counted for its side.',
  complete: 'Run again to the end.',
  power: 'Use a longer --steady or a higher --rate.',
  settled: 'Use a longer --steady.',
  checked: 'Run `capcheck check` on the run folder again on an idle machine, or record less with a lower --rate.',
  control: 'Use a lower --rate, or a longer --deadline: the healthy cluster must answer this load.',
}
