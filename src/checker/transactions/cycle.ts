import type { CycleStep } from './finding.ts'
import { PASS, PROCESS, REALTIME, RW, WR, type EdgeKind } from './graph.ts'
import type { Hop } from './paths.ts'

/**
 * The name of a cycle, from the kinds of its edges alone (Adya 1999, section 3.1 and definition of G-single in 4.2;
 * Elle, VLDB 2020, section 4.3): `G0` only overwrites; `G1c` also reads; `G-single` one anti-dependency;
 * `G-nonadjacent` several of them, no two in a row; `G2-item` two in a row. A suffix says which order beyond that of
 * the data the cycle needs.
 */
export function cycleName(steps: readonly CycleStep[]): string {
  const anti = steps.filter(({ kind }) => kind === RW).length
  const suffix = steps.some(({ kind }) => kind === REALTIME) ? '-realtime' : steps.some(({ kind }) => kind === PROCESS) ? '-process' : ''
  if (anti === 0) return (steps.some(({ kind }) => kind === WR) ? 'G1c' : 'G0') + suffix
  if (anti === 1) return `G-single${suffix}`
  return (isNonadjacent(steps) ? 'G-nonadjacent' : 'G2-item') + suffix
}

/** No two anti-dependencies follow each other around the cycle. */
function isNonadjacent(steps: readonly CycleStep[]): boolean {
  return steps.every(({ kind }, i) => kind !== RW || steps.length === 1 || steps[(i + 1) % steps.length]!.kind !== RW)
}

/** A closed walk in transactions: helper nodes are left out, the edge into the first of them speaks for all. */
export function stepsOf(hops: readonly Hop[], name: (node: number) => number): CycleStep[] {
  const steps: CycleStep[] = []
  for (const { from, to, kind } of hops) {
    if (kind === PASS) steps[steps.length - 1] = { ...steps.at(-1)!, to: name(to) }
    else steps.push({ from: name(from), to: name(to), kind: kind as EdgeKind })
  }
  return steps
}

/**
 * A simple cycle out of a closed walk without adjacent anti-dependencies, again without them. Where the walk meets
 * itself it falls into two closed walks. If both had adjacent anti-dependencies at the meeting point, so would
 * the whole, which comes in by one of them and leaves by the other; so one of the two will do.
 */
export function simplified(walk: readonly CycleStep[]): readonly CycleStep[] {
  let steps = walk
  for (;;) {
    const met = new Map<number, number>()
    let [start, end] = [-1, -1]
    for (let i = 0; i < steps.length && end < 0; i++) {
      const before = met.get(steps[i]!.from)
      if (before === undefined) met.set(steps[i]!.from, i)
      else [start, end] = [before, i]
    }
    if (end < 0) return steps
    const inner = steps.slice(start, end)
    steps = isNonadjacent(inner) ? inner : [...steps.slice(end), ...steps.slice(0, start)]
  }
}

/** The same cycle from its earliest transaction on, so that it is written in one way only. */
export function rotated(steps: readonly CycleStep[]): readonly CycleStep[] {
  let at = 0
  steps.forEach(({ from }, i) => {
    if (from < steps[at]!.from) at = i
  })
  return [...steps.slice(at), ...steps.slice(0, at)]
}
