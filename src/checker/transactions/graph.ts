/** `to` overwrote what `from` had written (Adya 1999, 3.1: write dependency). */
export const WW = 1
/** `to` read what `from` had written (read dependency). */
export const WR = 2
/** `to` overwrote what `from` had read (anti-dependency). */
export const RW = 4
/** The same client did `from` and then `to`. */
export const PROCESS = 8
/** `from` had been acknowledged before `to` was invoked. */
export const REALTIME = 16
/** Out of a helper node: belongs to the edge that led into it. */
export const PASS = 32

export type EdgeKind = typeof WW | typeof WR | typeof RW | typeof PROCESS | typeof REALTIME

/**
 * A directed graph in compressed rows. Nodes below `real` are transactions; the others are helpers that stand for
 * many edges at once (everything after a moment, everything after a version): all edges out of them are `PASS`.
 */
export interface Graph {
  readonly nodes: number
  readonly real: number
  /** Edges of node `v` are `first[v]` to `first[v + 1]`, the latter excluded. */
  readonly first: Int32Array
  readonly target: Int32Array
  readonly kind: Uint8Array
}

/** Edges while they are being collected. */
export class EdgeList {
  length = 0
  from: Int32Array
  to: Int32Array
  kind: Uint8Array

  constructor(capacity = 1024) {
    this.from = new Int32Array(capacity)
    this.to = new Int32Array(capacity)
    this.kind = new Uint8Array(capacity)
  }

  add(from: number, to: number, kind: number): void {
    const at = this.length++
    if (at === this.from.length) this.widen()
    this.from[at] = from
    this.to[at] = to
    this.kind[at] = kind
  }

  private widen(): void {
    const { from, to, kind } = this
    this.from = new Int32Array(2 * from.length)
    this.to = new Int32Array(2 * from.length)
    this.kind = new Uint8Array(2 * from.length)
    this.from.set(from)
    this.to.set(to)
    this.kind.set(kind)
  }
}

/** Counting sort of edges by where they begin. */
export function graphOf(edges: EdgeList, nodes: number, real: number): Graph {
  const { length, from, to, kind } = edges
  const first = new Int32Array(nodes + 1)
  for (let e = 0; e < length; e++) first[from[e]! + 1]!++
  for (let v = 0; v < nodes; v++) first[v + 1]! += first[v]!
  const at = first.slice(0, nodes)
  const target = new Int32Array(length)
  const kinds = new Uint8Array(length)
  for (let e = 0; e < length; e++) {
    const place = at[from[e]!]!++
    target[place] = to[e]!
    kinds[place] = kind[e]!
  }
  return { nodes, real, first, target, kind: kinds }
}

/** A part of a graph, its nodes numbered anew; transactions keep the lower numbers. */
export interface Part extends Graph {
  /** What each node was called in the whole graph. */
  readonly name: Int32Array
}

/** The edges between nodes of the same component; `component` is -1 for nodes to be left out. */
export function partOf(graph: Graph, component: Int32Array): Part {
  const number = new Int32Array(graph.nodes).fill(-1)
  const names: number[] = []
  let real = 0
  for (let v = 0; v < graph.nodes; v++) {
    if (component[v]! < 0) continue
    number[v] = names.length
    names.push(v)
    if (v < graph.real) real++
  }
  const edges = new EdgeList()
  for (const v of names) {
    for (let e = graph.first[v]!; e < graph.first[v + 1]!; e++) {
      const w = graph.target[e]!
      if (component[w] === component[v]) edges.add(number[v]!, number[w]!, graph.kind[e]!)
    }
  }
  return { ...graphOf(edges, names.length, real), name: Int32Array.from(names) }
}

/**
 * The graph in which no walk takes two anti-dependencies in a row: node `2 v` stands for "at v", `2 v + 1` for
 * "at v, coming from an anti-dependency". Its cycles are the ones that snapshot isolation forbids (Cerone and Gotsman,
 * PODC 2016, theorem 10: under SI every cycle has two adjacent anti-dependencies).
 */
export function nonadjacentGraph(graph: Graph, mask: number): Graph {
  const edges = new EdgeList()
  for (let v = 0; v < graph.nodes; v++) {
    for (let e = graph.first[v]!; e < graph.first[v + 1]!; e++) {
      const kind = graph.kind[e]!
      if ((kind & mask) === 0) continue
      const to = 2 * graph.target[e]!
      if (kind === RW) edges.add(2 * v, to + 1, kind)
      else if (kind === PASS) {
        edges.add(2 * v, to, kind)
        edges.add(2 * v + 1, to + 1, kind)
      } else {
        edges.add(2 * v, to, kind)
        edges.add(2 * v + 1, to, kind)
      }
    }
  }
  return graphOf(edges, 2 * graph.nodes, 2 * graph.real)
}
