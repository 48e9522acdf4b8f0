import { connect } from 'node:net'
import type { Address } from '../core/store.ts'

export interface LinkState {
  readonly state: 'open' | 'cut'
  readonly waitedMs: number
}

/**
 * Sends `payload` through a link's probe proxy and waits for any byte or the end of the connection.
 * Toxiproxy accepts before it knows whether the other side can be reached, so a connection alone proves nothing;
 * silence until `timeoutMs` (milliseconds) means that the link swallows bytes.
 */
export function probeLink(address: Address, payload: Uint8Array, timeoutMs: number): Promise<LinkState> {
  const start = performance.now()
  return new Promise((resolve) => {
    const socket = connect(address.port, address.host)
    const finish = (state: LinkState['state']) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ state, waitedMs: Math.round(performance.now() - start) })
    }
    const timer = setTimeout(() => finish('cut'), timeoutMs)
    socket.once('connect', () => socket.write(payload))
    socket.once('data', () => finish('open'))
    // The far server closed the connection: it has read the payload. A refusal is the same answer from its kernel.
    socket.once('end', () => finish('open'))
    socket.once('error', () => finish('open'))
  })
}
