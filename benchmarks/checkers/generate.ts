import { EventQueue } from './event-queue.ts'
import { Mulberry32 } from './mulberry32.ts'

/** A synthetic register history. */
export interface Spec {
  readonly n: number
  readonly clients: number
  readonly keys: number
  /** `rw`: half reads, half writes; `casu`: also swaps, all values unique; `cas5`: reads, writes, swaps over five values. */
  readonly mode: 'rw' | 'casu' | 'cas5'
  /** Operations in 100 whose outcome stays unknown. */
  readonly unknown: number
  /** A violation at the end. */
  readonly bad: boolean
  readonly seed: number
}

/** The same history in two languages: columns as in the TSV that Porcupine's bench reads. */
export interface Generated {
  readonly client: number
  readonly key: number
  readonly f: 'r' | 'w' | 'c'
  /** Argument of a write, expected value of a swap; -1 is nil. */
  readonly a: number
  readonly b: number
  out: number
  status: 'ok' | 'fail' | 'info'
  readonly call: number
  /** -1: never. */
  readonly ret: number
}

const NIL = -1

/** `rw-n10000-c10-k1-u0-s1` */
export function nameOf(spec: Spec): string {
  return `${spec.mode}-n${spec.n}-c${spec.clients}-k${spec.keys}-u${spec.unknown}${spec.bad ? '-bad' : ''}-s${spec.seed}`
}

/**
 * Closed-loop clients against an atomic register per key: every operation takes effect at one moment inside its interval,
 * so the history is linearizable by construction, before `bad` adds its tail. The order of the draws is part of the
 * definition: the same seed gives the same history in any language.
 */
export function generate(spec: Spec): Generated[] {
  const random = new Mulberry32(spec.seed)
  const state: number[] = Array.from({ length: spec.keys }, () => NIL)
  const processes = Array.from({ length: spec.clients }, (_, client) => client)
  const queue = new EventQueue()
  const operations: Generated[] = []
  let sequence = 0
  let unique = 0
  const fresh = (): number => unique++
  for (let client = 0; client < spec.clients; client++) {
    queue.push({ time: random.below(1_000_000), sequence: ++sequence, client, operation: -1 })
  }
  while (queue.size > 0) {
    const event = queue.pop()
    if (event.operation >= 0) {
      takeEffect(operations[event.operation]!, state)
      continue
    }
    if (operations.length >= spec.n) continue
    const key = random.below(spec.keys)
    const what = invocation(spec.mode, random, state[key]!, fresh)
    const latency = 200_000 + random.below(1_600_001)
    const point = 1 + random.below(latency - 1)
    const think = random.below(200_001)
    const lost = random.below(100) < spec.unknown
    const process = processes[event.client]!
    if (lost) {
      if (random.below(2) === 0) {
        queue.push({ time: event.time + 1 + random.below(20_000_000), sequence: ++sequence, client: 0, operation: operations.length })
      }
      processes[event.client]! += spec.clients
    } else queue.push({ time: event.time + point, sequence: ++sequence, client: 0, operation: operations.length })
    const next = lost ? event.time + 5_000_000 : event.time + latency + think
    const ret = lost ? -1 : event.time + latency
    operations.push({ client: process, key, ...what, out: NIL, status: lost ? 'info' : 'ok', call: event.time, ret })
    queue.push({ time: next, sequence: ++sequence, client: event.client, operation: -1 })
  }
  if (spec.bad) addViolation(operations, spec, fresh)
  return operations
}

function invocation(mode: Spec['mode'], random: Mulberry32, now: number, fresh: () => number): Pick<Generated, 'f' | 'a' | 'b'> {
  const roll = random.below(100)
  switch (mode) {
    case 'rw':
      return roll < 50 ? { f: 'r', a: 0, b: 0 } : { f: 'w', a: fresh(), b: 0 }
    case 'casu':
      if (roll < 50) return { f: 'r', a: 0, b: 0 }
      return roll < 75 ? { f: 'w', a: fresh(), b: 0 } : { f: 'c', a: now, b: fresh() }
    case 'cas5':
      if (roll < 34) return { f: 'r', a: 0, b: 0 }
      if (roll < 67) return { f: 'w', a: random.below(5), b: 0 }
      return { f: 'c', a: random.below(5), b: random.below(5) }
  }
}

function takeEffect(op: Generated, state: number[]): void {
  const now = state[op.key]!
  if (op.f === 'w') state[op.key] = op.a
  else if (op.f === 'r') {
    if (op.status === 'ok') op.out = now
  } else if (now === op.a) state[op.key] = op.b
  else if (op.status === 'ok') op.status = 'fail'
}

/** On key 0, alone: write a value, then read another one. With unique values the read is a stale one. */
function addViolation(operations: Generated[], spec: Spec, fresh: () => number): void {
  const end = operations.reduce((latest, { call, ret }) => Math.max(latest, call, ret), 0) + 1_000_000
  const last = operations.findLast((op) => op.key === 0 && op.f === 'r' && op.status === 'ok' && op.out >= 0)
  const written = spec.mode === 'cas5' ? (fresh(), 1) : fresh()
  const wrong = spec.mode === 'cas5' ? 9 : (last?.out ?? 9)
  operations.push(
    { client: 0, key: 0, f: 'w', a: written, b: 0, out: NIL, status: 'ok', call: end, ret: end + 1000 },
    { client: 1 % spec.clients, key: 0, f: 'r', a: 0, b: 0, out: wrong, status: 'ok', call: end + 2000, ret: end + 3000 },
  )
}
