import type { Components } from './components.ts'
import { PASS, RW, type Part } from './graph.ts'
import type { Budget, Hop, PathFinder } from './paths.ts'

/** Transactions behind a helper node that are tried. */
const MOST = 32

/** The way back from the end of one anti-dependency by way of another, never through the place where they meet. */
export function adjacentWay(part: Part, finder: PathFinder, hop: Hop, mask: number, { of }: Components, spend: Budget): Hop[] | null {
  for (const approach of transactionsAfter(part, hop.to, of)) {
    const meeting = approach.at(-1)?.to ?? hop.to
    if (meeting === hop.from) continue
    for (let e = part.first[meeting]!; e < part.first[meeting + 1]!; e++) {
      const next = part.target[e]!
      if (part.kind[e] !== RW || of[next] !== of[meeting]) continue
      const rest = finder.find(next, hop.from, mask, of, spend, meeting)
      if (rest !== null) return [...approach, { from: meeting, to: next, kind: RW }, ...rest]
      if (spend.left < 0) return null
    }
  }
  return null
}

/** The ways over helper nodes from a node to transactions; a node that is one needs none. */
function transactionsAfter(part: Part, node: number, of: Int32Array): Hop[][] {
  if (node < part.real) return [[]]
  const ways: Hop[][] = []
  const open: Hop[][] = [[]]
  for (let way = open.pop(); way !== undefined && ways.length < MOST; way = open.pop()) {
    const at = way.at(-1)?.to ?? node
    for (let e = part.first[at]!; e < part.first[at + 1]!; e++) {
      const to = part.target[e]!
      if (of[to] !== of[at]) continue
      const further = [...way, { from: at, to, kind: PASS }]
      if (to < part.real) ways.push(further)
      else open.push(further)
    }
  }
  return ways
}
