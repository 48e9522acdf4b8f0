import type { RunningCluster } from '../clusters/provider.ts'
import { type Link, linkName } from '../core/ids.ts'
import type { LinkSetting } from './by-hand.ts'
import { NONSENSE } from './expect.ts'
import { type Probed, probeLink } from './probe.ts'

/** Milliseconds of silence after which nothing more is expected, beside the delays of the link. */
const SILENCE_MS = 1000

/** What was seen of a link by sending something through it. */
export interface LinkLook {
  readonly link: Link
  /** As a probe says it; or `mute`: silence, but the far server hangs up on nonsense, so requests reach it and answers are lost. */
  readonly saw: Probed['state'] | 'mute'
  readonly afterMs: number
}

/** Looks at links through the very listeners that the nodes use. */
export async function lookAt(cluster: RunningCluster, settings: readonly LinkSetting[], payload: Uint8Array): Promise<LinkLook[]> {
  return Promise.all(
    settings.map(async ({ link, delays }) => {
      const address = cluster.probeAddress(link)
      const limit = SILENCE_MS + 2 * (delays.upstream + delays.downstream)
      const first = await probeLink(address, payload, limit)
      if (first.state !== 'cut') return { link, saw: first.state, afterMs: first.waitedMs }
      const second = await probeLink(address, NONSENSE, limit)
      return { link, saw: second.state === 'cut' ? 'cut' : 'mute', afterMs: first.waitedMs + second.waitedMs }
    }),
  )
}

/**
 * Why what was seen does not fit what Toxiproxy says of the link; null when it does. A server that only hangs up on
 * what it is sent (Cassandra between nodes) shows that requests arrive, and nothing of answers.
 */
export function contradiction(setting: LinkSetting, look: LinkLook): string | null {
  const { enabled, swallows, delays, others } = setting
  const { saw, afterMs } = look
  const got = `${linkName(setting.link)}: ${inWords(look)}`
  if (others.length > 0) return null
  if (!enabled) return saw === 'refused' ? null : `${got}, though it is closed`
  if (swallows.upstream) return saw === 'cut' ? null : `${got}, though everything sent into it should be lost`
  if (swallows.downstream) return saw === 'mute' || saw === 'closed' ? null : `${got}, though requests should arrive and their answers be lost`
  if (saw !== 'open' && saw !== 'closed') return `${got}, though it should be open`
  const due = saw === 'open' ? delays.upstream + delays.downstream : delays.upstream
  return afterMs + 1 < due ? `${got}, though it should take ${due} ms` : null
}

/** What was seen, for the reader. */
export function inWords({ saw, afterMs }: LinkLook): string {
  switch (saw) {
    case 'open':
      return `answered after ${afterMs} ms`
    case 'closed':
      return `connection ended after ${afterMs} ms`
    case 'refused':
      return 'connections are refused'
    case 'mute':
      return 'requests arrive, answers do not come back'
    case 'cut':
      return `nothing came back in ${afterMs} ms`
  }
}
