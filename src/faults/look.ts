import { connect } from 'node:net'
import type { RunningCluster } from '../clusters/provider.ts'
import { type Link, linkName } from '../core/ids.ts'
import type { Address } from '../core/store.ts'
import type { LinkSetting } from './by-hand.ts'

/** Milliseconds of silence after which nothing more is expected, beside the delays of the link. */
const SILENCE_MS = 1000

/** Every server closes a connection that begins with this: as a length it is too small, as a magic number wrong. */
const GARBAGE = new Uint8Array(16)

/** What was seen of a link by sending something through it. */
export interface LinkLook {
  readonly link: Link
  /**
   * `answers`: bytes came back; `hangs-up`: the connection was ended and nothing came back; `arrives`: silence, but the
   * far server ends a connection on which it reads garbage, so requests reach it and answers are lost; `silent`: nothing at all.
   */
  readonly saw: 'answers' | 'hangs-up' | 'arrives' | 'silent'
  readonly afterMs: number
}

/** Looks at links through the very listeners that the nodes use. */
export async function lookAt(cluster: RunningCluster, settings: readonly LinkSetting[], payload: Uint8Array): Promise<LinkLook[]> {
  return Promise.all(
    settings.map(async ({ link, delays }) => {
      const address = cluster.probeAddress(link)
      const limit = SILENCE_MS + 2 * (delays.upstream + delays.downstream)
      const first = await send(address, payload, limit)
      if (first.sign !== 'silence') return { link, saw: first.sign === 'bytes' ? 'answers' : 'hangs-up', afterMs: first.afterMs }
      const second = await send(address, GARBAGE, limit)
      return { link, saw: second.sign === 'silence' ? 'silent' : 'arrives', afterMs: first.afterMs + second.afterMs }
    }),
  )
}

/**
 * Why what was seen does not fit what Toxiproxy says of the link; null when it does. A server that only hangs up on
 * what it is sent (Cassandra between nodes) shows that requests arrive, and nothing of answers.
 */
export function contradiction(setting: LinkSetting, look: LinkLook): string | null {
  const { enabled, swallows, delays, others } = setting
  const name = linkName(setting.link)
  const got = `${name}: ${inWords(look)}`
  if (others.length > 0) return null
  if (!enabled) return look.saw === 'hangs-up' ? null : `${got}, though it is closed`
  if (swallows.upstream) return look.saw === 'silent' ? null : `${got}, though everything sent into it should be lost`
  if (swallows.downstream) return look.saw === 'arrives' || look.saw === 'hangs-up' ? null : `${got}, though requests should arrive and their answers be lost`
  if (look.saw !== 'answers' && look.saw !== 'hangs-up') return `${got}, though it should be open`
  const due = look.saw === 'answers' ? delays.upstream + delays.downstream : delays.upstream
  return look.afterMs + 1 < due ? `${got}, though it should take ${due} ms` : null
}

/** What was seen, for the reader. */
export function inWords({ saw, afterMs }: LinkLook): string {
  switch (saw) {
    case 'answers':
      return `answered after ${afterMs} ms`
    case 'hangs-up':
      return `connection ended after ${afterMs} ms`
    case 'arrives':
      return 'requests arrive, answers do not come back'
    case 'silent':
      return `nothing came back in ${afterMs} ms`
  }
}

function send({ host, port }: Address, payload: Uint8Array, timeoutMs: number): Promise<{ readonly sign: 'bytes' | 'end' | 'silence'; readonly afterMs: number }> {
  const start = performance.now()
  return new Promise((resolve) => {
    const socket = connect(port, host)
    const finish = (sign: 'bytes' | 'end' | 'silence') => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ sign, afterMs: Math.round(performance.now() - start) })
    }
    const timer = setTimeout(() => finish('silence'), timeoutMs)
    socket.once('connect', () => socket.write(payload))
    socket.once('data', () => finish('bytes'))
    socket.once('end', () => finish('end'))
    socket.once('error', () => finish('end'))
  })
}
