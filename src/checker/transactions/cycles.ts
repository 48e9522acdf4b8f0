import { adjacentWay } from './adjacent.ts'
import { components, type Components } from './components.ts'
import { cycleName, rotated, simplified, stepsOf } from './cycle.ts'
import type { CycleStep } from './finding.ts'
import { PASS, PROCESS, REALTIME, RW, WR, WW, nonadjacentGraph, partOf, type Graph, type Part } from './graph.ts'
import { OK, type TxnColumns } from './columns.ts'
import { PathFinder, type Budget, type Hop } from './paths.ts'

/** Cycles of one name. */
export interface CycleGroup {
  /** How many different ones were met. */
  count: number
  /** The shortest of those that were kept, shortest first once the search is over. */
  readonly cycles: (readonly CycleStep[])[]
}

export interface CycleSearch {
  readonly groups: ReadonlyMap<string, CycleGroup>
  /** Names for which the search was cut short: such cycles may exist without being listed. */
  readonly undecided: ReadonlySet<string>
}

/** Orders beyond the data whose edges are in the graph. */
export interface Orders {
  readonly process: boolean
  readonly realTime: boolean
}

/** Cycles kept of each name before the shortest are chosen. */
const KEPT = 64
/** Cycles of one name that are kept apart from each other. */
const REMEMBERED = 10_000
/** Edges of a component from which a search sets out once it has found a cycle there. */
const TRIES = 32
/** Edges that all searches together may look at beyond the first one of each component. */
const BUDGET = 20_000_000
const EVERYTHING = WW | WR | RW | PROCESS | REALTIME | PASS

/**
 * Finds cycles of every class, as short as it can.
 *
 * That there is a cycle of reads and writes, one that snapshot isolation forbids, or any cycle at all is decided by
 * strongly connected components in linear time, and every component yields at least one cycle. Only which of its
 * cycles have one single anti-dependency is a search from edge to edge, and that one has a budget.
 *
 * Orders beyond the data come in one by one: first none, then that of clients, then real time as well.
 */
export function findCycles(history: TxnColumns, graph: Graph, orders: Orders, budget: Budget = { left: BUDGET }): CycleSearch {
  const all = components(graph, EVERYTHING)
  const search = new Search(history, budget)
  if (all.count > 0) {
    const part = partOf(graph, all.of)
    search.level(part, 0)
    if (orders.process) search.level(part, PROCESS)
    if (orders.realTime) search.level(part, orders.process ? PROCESS | REALTIME : REALTIME)
  }
  for (const group of search.groups.values()) group.cycles.sort((a, b) => a.length - b.length || a[0]!.from - b[0]!.from)
  return search
}

/** Is there any cycle, whatever its kinds? Linear. */
export function hasCycle(graph: Graph): boolean {
  return components(graph, EVERYTHING).count > 0
}

class Search implements CycleSearch {
  readonly groups = new Map<string, CycleGroup>()
  readonly undecided = new Set<string>()
  private readonly seen = new Set<string>()
  private readonly history: TxnColumns
  private readonly budget: Budget

  constructor(history: TxnColumns, budget: Budget) {
    this.history = history
    this.budget = budget
  }

  /** All classes, with the order of `extra` taken into account besides the data. */
  level(part: Part, extra: number): void {
    const suffix = extra === 0 ? '' : extra === PROCESS ? '-process' : '-realtime'
    const finder = new PathFinder(part)
    const writes = components(part, WW | PASS | extra)
    const flow = components(part, WW | WR | PASS | extra)
    const any = components(part, WW | WR | RW | PASS | extra)
    if (any.count === 0) return
    if ((extra & REALTIME) !== 0) this.twoSteps(part, any)
    this.fromEdges(part, extra === 0 ? WW : extra, writes, `G0${suffix}`, (hop, spend) => finder.find(hop.to, hop.from, WW | PASS | extra, writes.of, spend))
    this.fromEdges(part, WR, flow, `G1c${suffix}`, (hop, spend) => finder.find(hop.to, hop.from, WW | WR | PASS | extra, flow.of, spend))
    this.nonadjacent(part, extra, suffix, finder, any)
    this.fromEdges(part, RW, any, `G2-item${suffix}`, (hop, spend) => adjacentWay(part, finder, hop, WW | WR | RW | PASS | extra, any, spend))
    // Whatever the searches above have not named, a component holds some cycle.
    const left = without(any, part, this.covered(part))
    if (left.count > 0) {
      const mask = WW | WR | RW | PASS | extra
      this.fromEdges(part, WW | WR | RW, left, `G2-item${suffix}`, (hop, spend) => finder.find(hop.to, hop.from, mask, left.of, spend))
    }
  }

  /** What follows from data and was answered before the other was asked: two steps, and each can be counted. */
  private twoSteps({ real, first, target, kind, name }: Part, any: Components): void {
    const { call, ret, type } = this.history
    for (let v = 0; v < real; v++) {
      for (let e = first[v]!; e < first[v + 1]!; e++) {
        const w = target[e]!
        if (any.of[w] !== any.of[v] || (kind[e]! & (WW | WR | RW)) === 0 || w >= real) continue
        const [from, to] = [name[v]!, name[w]!]
        if (type[to] === OK && ret[to]! < call[from]!) this.keep([{ from, to, kind: kind[e] as CycleStep['kind'] }, { from: to, to: from, kind: REALTIME }])
      }
    }
  }

  private nonadjacent(part: Part, extra: number, suffix: string, finder: PathFinder, any: Components): void {
    const graph = nonadjacentGraph(part, WW | WR | RW | PASS | extra)
    const loops = components(graph, EVERYTHING)
    if (loops.count === 0) return
    const walks = new PathFinder(graph)
    /** Component of an anti-dependency that lies on a walk without two of them in a row. */
    const on = (hop: Hop): number => (loops.of[2 * hop.from] === loops.of[2 * hop.to + 1] ? loops.of[2 * hop.from]! : -1)
    this.fromEdges(part, RW, loops, `G-single${suffix}`, (hop, spend) => finder.find(hop.to, hop.from, WW | WR | PASS | extra, any.of, spend), on)
    this.fromEdges(
      part,
      RW,
      loops,
      `G-nonadjacent${suffix}`,
      (hop, spend) => {
        const back = walks.find(2 * hop.to + 1, 2 * hop.from, EVERYTHING, loops.of, spend)
        return back === null ? null : back.map(({ from, to, kind }) => ({ from: from >> 1, to: to >> 1, kind }))
      },
      on,
    )
  }

  /**
   * Sets out from each edge of a kind that lies within a component and closes a cycle with the way back that `back`
   * finds. The first edge of every component is always tried; others while the budget lasts.
   */
  private fromEdges(
    part: Part,
    kinds: number,
    { of, count }: Components,
    wanted: string,
    back: (hop: Hop, spend: Budget) => Hop[] | null,
    componentOf: (hop: Hop) => number = (hop) => (of[hop.from] === of[hop.to] ? of[hop.from]! : -1),
  ): void {
    const tries = new Int32Array(count)
    const found = new Uint8Array(count)
    for (let v = 0; v < part.real; v++) {
      for (let e = part.first[v]!; e < part.first[v + 1]!; e++) {
        if ((part.kind[e]! & kinds) === 0) continue
        const hop = { from: v, to: part.target[e]!, kind: part.kind[e]! }
        const c = componentOf(hop)
        if (c < 0 || (found[c] === 1 && tries[c]! >= TRIES)) continue
        if (tries[c]! > 0 && this.budget.left < 0) {
          if (found[c] === 0) this.undecided.add(wanted)
          continue
        }
        const way = back(hop, tries[c]!++ === 0 ? { left: Infinity } : this.budget)
        if (way === null) continue
        found[c] = 1
        this.keep(simplified(stepsOf([hop, ...way], (node) => part.name[node]!)))
      }
    }
  }

  private keep(cycle: readonly CycleStep[]): void {
    const steps = rotated(cycle)
    const name = cycleName(steps)
    const group = this.groups.get(name) ?? { count: 0, cycles: [] }
    this.groups.set(name, group)
    // So many can only be two-step ones, which are all different.
    if (group.count >= REMEMBERED) {
      group.count++
      return
    }
    const id = `${name} ${steps.map(({ from, kind }) => `${from}:${kind}`).join()}`
    if (this.seen.has(id)) return
    this.seen.add(id)
    group.count++
    if (group.cycles.length < KEPT) group.cycles.push(steps)
  }

  private covered(part: Part): Set<number> {
    const rows = new Set([...this.groups.values()].flatMap(({ cycles }) => cycles.flatMap((steps) => steps.map(({ from }) => from))))
    const nodes = new Set<number>()
    part.name.forEach((row, node) => {
      if (node < part.real && rows.has(row)) nodes.add(node)
    })
    return nodes
  }
}

/** The components none of whose nodes is in `nodes`. */
function without({ of, count }: Components, part: Part, nodes: ReadonlySet<number>): Components {
  const gone = new Set([...nodes].map((node) => of[node]!))
  const left = of.map((c) => (c >= 0 && gone.has(c) ? -1 : c))
  return { of: left, count: gone.size < count && part.nodes > 0 ? count : 0 }
}
