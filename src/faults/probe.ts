import { connect } from 'node:net'
import type { Address } from '../core/store.ts'

/**
 * What a probe found: `open`: bytes came back; `cut`: silence; `refused`: the connection ends without anything being sent;
 * `closed`: the far server hung up on what was sent, and answered nothing that arrived.
 */
export interface Probed {
  readonly state: 'open' | 'cut' | 'refused' | 'closed'
  readonly waitedMs: number
}

/** Milliseconds in which a refused connection ends by itself: the proxy in front accepts first, and notices then. */
const REFUSAL_MS = 500

/**
 * Sends `payload` through a link's probe proxy and waits for any byte or the end of the connection.
 * Toxiproxy accepts before it knows whether the other side can be reached, so a connection alone proves nothing;
 * silence until `timeoutMs` (milliseconds) means that the link swallows bytes. An end without a byte may come from a
 * server that did not like what it read, or from a proxy whose upstream refuses; a second connection, on which nothing
 * is sent, tells them apart: no server hangs up on that so soon.
 */
export async function probeLink(address: Address, payload: Uint8Array, timeoutMs: number): Promise<Probed> {
  const start = performance.now()
  const first = await signOfLife(address, payload, timeoutMs)
  const waitedMs = Math.round(performance.now() - start)
  if (first !== 'end') return { state: first === 'bytes' ? 'open' : 'cut', waitedMs }
  const second = await signOfLife(address, null, REFUSAL_MS)
  return { state: second === 'end' ? 'refused' : 'closed', waitedMs }
}

function signOfLife({ host, port }: Address, payload: Uint8Array | null, timeoutMs: number): Promise<'bytes' | 'end' | 'silence'> {
  return new Promise((resolve) => {
    const socket = connect(port, host)
    const finish = (sign: 'bytes' | 'end' | 'silence') => {
      clearTimeout(timer)
      socket.destroy()
      resolve(sign)
    }
    const timer = setTimeout(() => finish('silence'), timeoutMs)
    if (payload !== null) socket.once('connect', () => socket.write(payload))
    socket.once('data', () => finish('bytes'))
    socket.once('end', () => finish('end'))
    socket.once('error', () => finish('end'))
  })
}
