import type { Graph } from './graph.ts'

/** One edge of a path, between nodes of the graph that was searched. */
export interface Hop {
  readonly from: number
  readonly to: number
  readonly kind: number
}

/** Edges that searches may still look at, shared by all of them: there can be more cycles than time. */
export interface Budget {
  left: number
}

/**
 * Finds shortest paths in one graph, again and again, without clearing its memory in between. Edges out of helper
 * nodes cost nothing, so the length of a path is its number of transactions.
 */
export class PathFinder {
  private readonly graph: Graph
  private readonly stamp: Int32Array
  private readonly via: Int32Array
  private readonly parent: Int32Array
  private round = 0

  constructor(graph: Graph) {
    this.graph = graph
    this.stamp = new Int32Array(graph.nodes)
    this.via = new Int32Array(graph.nodes)
    this.parent = new Int32Array(graph.nodes)
  }

  /**
   * The shortest path over edges whose kind is in `mask`, inside the component of `from`; null when there is none or
   * the budget ran out (then it is below 0).
   *
   * @param avoid a node that the path must not touch
   */
  find(from: number, to: number, mask: number, component: Int32Array, budget: Budget, avoid = -1): Hop[] | null {
    this.round++
    this.stamp[from] = this.round
    if (avoid >= 0) this.stamp[avoid] = this.round
    let frontier = [from]
    while (frontier.length > 0) {
      const next: number[] = []
      // Helpers first: what they lead to is no further away than they are.
      for (let i = 0; i < frontier.length; i++) {
        if (frontier[i] === to) return this.walkBack(from, to)
        if (frontier[i]! >= this.graph.real) this.expand(frontier[i]!, mask, component, frontier, budget)
      }
      for (const v of frontier) if (v < this.graph.real) this.expand(v, mask, component, next, budget)
      if (budget.left < 0) return null
      frontier = next
    }
    return null
  }

  private expand(v: number, mask: number, component: Int32Array, into: number[], budget: Budget): void {
    const { first, target, kind } = this.graph
    budget.left -= first[v + 1]! - first[v]!
    for (let e = first[v]!; e < first[v + 1]!; e++) {
      const w = target[e]!
      if ((kind[e]! & mask) === 0 || this.stamp[w] === this.round || component[w] !== component[v]) continue
      this.stamp[w] = this.round
      this.via[w] = e
      this.parent[w] = v
      into.push(w)
    }
  }

  private walkBack(from: number, to: number): Hop[] {
    const hops: Hop[] = []
    for (let v = to; v !== from; v = this.parent[v]!) {
      hops.push({ from: this.parent[v]!, to: v, kind: this.graph.kind[this.via[v]!]! })
    }
    return hops.reverse()
  }
}
