import type { Graph } from './graph.ts'

/** Strongly connected components with at least two nodes. */
export interface Components {
  /** Number of the component of each node; -1 for nodes on no cycle. */
  readonly of: Int32Array
  readonly count: number
}

/** Index of nodes whose component is known: above all others, so that they lower nobody's `low`. */
const DONE = 0x7fff_ffff

/**
 * Tarjan's algorithm (SIAM J. Computing 1972) without recursion, in O(nodes + edges), over the edges whose kind is in
 * `mask`. A graph of ours has no edge from a node to itself, so a component of one node has no cycle.
 */
export function components({ nodes, first, target, kind }: Graph, mask: number): Components {
  const of = new Int32Array(nodes).fill(-1)
  /** Order of discovery from 1; 0: not met yet. */
  const index = new Int32Array(nodes)
  const low = new Int32Array(nodes)
  const edge = first.slice(0, nodes)
  const path = new Int32Array(nodes)
  const stack = new Int32Array(nodes)
  let [count, met, stacked] = [0, 0, 0]
  for (let root = 0; root < nodes; root++) {
    if (index[root] !== 0) continue
    let depth = 0
    path[0] = root
    stack[stacked++] = root
    index[root] = low[root] = ++met
    while (depth >= 0) {
      const v = path[depth]!
      const e = edge[v]!
      if (e < first[v + 1]!) {
        edge[v] = e + 1
        if ((kind[e]! & mask) === 0) continue
        const w = target[e]!
        if (index[w] === 0) {
          path[++depth] = w
          stack[stacked++] = w
          index[w] = low[w] = ++met
        } else if (index[w]! < low[v]!) low[v] = index[w]!
        continue
      }
      if (low[v] === index[v]) {
        const single = stack[stacked - 1] === v
        for (let w = -1; w !== v; ) {
          w = stack[--stacked]!
          index[w] = DONE
          if (!single) of[w] = count
        }
        if (!single) count++
      }
      if (--depth >= 0 && low[v]! < low[path[depth]!]!) low[path[depth]!] = low[v]!
    }
  }
  return { of, count }
}
