import { usageError } from '../core/errors.ts'
import { type Disturbance, type Fault, type LinkFault, STREAMS } from '../core/fault.ts'
import type { Link, NodeId } from '../core/ids.ts'
import type { Side } from '../core/phase.ts'

type Sides = { readonly [side: Side]: readonly NodeId[] }

/** What is done to a cluster, and who is where. */
export interface Shape {
  readonly name: string
  /** One sentence for lists. */
  readonly title: string
  /** Sides by name, for nodes n1 … n of which n1 leads; where there is no cut, groups of nodes that fare differently. */
  sides(nodes: readonly NodeId[]): Sides
  fault(nodes: readonly NodeId[]): Fault
}

const SILENT: Disturbance = { how: 'silent', streams: STREAMS }
const REFUSING: Disturbance = { how: 'refusing' }

/** Milliseconds by which a slow link delays each direction: well below every deadline and failure detection. */
const SLOW_MS = 300
/** Long enough for a probe to find out that a link is silent, short enough for several turns in steady. */
const FLAPPING = { onMs: 2000, offMs: 2000 }

const leaderAlone = (nodes: readonly NodeId[]): Sides => ({ minority: nodes.slice(0, 1), majority: nodes.slice(1) })
const leaderInMajority = (nodes: readonly NodeId[]): Sides => ({ majority: nodes.slice(0, -1), minority: nodes.slice(-1) })

/** Faults that a run can ask for; the first is the default. The leader is moved to n1 before each. */
export const SHAPES: readonly Shape[] = [
  twoSided('leader-alone', 'the leader (or n1) alone against the others', leaderAlone, SILENT),
  twoSided('leader-in-majority', 'the leader (or n1) with the majority, the last node alone: of three nodes, one follower alone', leaderInMajority, SILENT),
  twoSided('leader-alone-refusing', 'leader-alone with connections that are reset and refused instead of silent, so that the loss is noticed at once', leaderAlone, REFUSING),
  twoSided('leader-in-majority-refusing', 'leader-in-majority with connections that are reset and refused instead of silent', leaderInMajority, REFUSING),
  {
    name: 'bridge',
    title: 'n1 and n3 cannot see each other, n2 sees both (no partition)',
    sides: (nodes) => ({ left: nodes.slice(0, 1), bridge: nodes.slice(1, 2), right: nodes.slice(2) }),
    fault: ([left, bridge, ...right]) => ({
      links: linksAcross({ left: [left!], right }).map((link) => ({ link, does: SILENT })),
      nodes: [],
      noPartition: `${bridge} sees all others, so what one side knows can reach the other through it`,
    }),
  },
  {
    name: 'ring',
    title: 'messages from n1 to n2, from n2 to n3 and from n3 to n1 are lost, those the other way round arrive (no partition)',
    sides: (nodes) => ({ ring: nodes }),
    fault: (nodes) => ({
      links: nodes.flatMap((from, i) => oneWay(from, nodes[(i + 1) % nodes.length]!)),
      nodes: [],
      noPartition: 'messages are lost in one direction only, and go around the ring in the other',
    }),
  },
  {
    name: 'one-way',
    title: 'messages from n1 to n2 are lost, those from n2 to n1 arrive (no partition)',
    sides: (nodes) => ({ unheard: nodes.slice(0, 1), deaf: nodes.slice(1, 2), others: nodes.slice(2) }),
    fault: ([unheard, deaf]) => ({ links: oneWay(unheard!, deaf!), nodes: [], noPartition: `messages are lost from ${unheard} to ${deaf} only, and every other one arrives` }),
  },
  {
    name: 'slow-link',
    title: `every byte between n1 and n2 arrives ${SLOW_MS} ms later, in either direction (no partition)`,
    sides: (nodes) => ({ slow: nodes.slice(0, 2), others: nodes.slice(2) }),
    fault: ([one, other]) => ({
      links: bothLinks(one!, other!).map((link) => ({ link, does: { how: 'slow', ms: SLOW_MS } })),
      nodes: [],
      noPartition: `every message arrives, those between ${one} and ${other} ${SLOW_MS} ms later`,
    }),
  },
  {
    name: 'flapping',
    title: `the links between n1 and n2 are silent for ${FLAPPING.onMs / 1000} s and open for ${FLAPPING.offMs / 1000} s, in turn (no partition)`,
    sides: (nodes) => ({ flapping: nodes.slice(0, 2), others: nodes.slice(2) }),
    fault: ([one, other]) => ({
      links: bothLinks(one!, other!).map((link) => ({ link, does: SILENT, flapping: FLAPPING })),
      nodes: [],
      noPartition: `the links between ${one} and ${other} are open half of the time`,
    }),
  },
  {
    name: 'flapping-leader',
    title: `all links of the leader (or n1) are silent for ${FLAPPING.onMs / 1000} s and open for ${FLAPPING.offMs / 1000} s, in turn (no partition)`,
    sides: leaderAlone,
    fault: (nodes) => ({
      links: linksAcross(leaderAlone(nodes)).map((link) => ({ link, does: SILENT, flapping: FLAPPING })),
      nodes: [],
      noPartition: `the links of ${nodes[0]} are open half of the time`,
    }),
  },
  stopped('kill', 'the processes of the leader (or n1) get SIGKILL and are started again at the heal (no partition)'),
  stopped('pause', 'the processes of the leader (or n1) get SIGSTOP, and SIGCONT at the heal (no partition)'),
]

/** @throws CapcheckError (exit 64) for a name that is no shape */
export function shapeNamed(name: string): Shape {
  const shape = SHAPES.find((candidate) => candidate.name === name)
  if (shape === undefined) throw usageError(`no shape "${name}"; allowed: ${SHAPES.map((each) => each.name).join(', ')}`, 'capcheck list shapes says what each one does.')
  return shape
}

/** Every directed link between two nodes on different sides. */
export function linksAcross(sides: Sides): Link[] {
  const groups = Object.values(sides)
  return groups.flatMap((here) => here.flatMap((from) => groups.filter((there) => there !== here).flatMap((there) => there.map((to) => ({ from, to })))))
}

function twoSided(name: string, title: string, sides: Shape['sides'], does: Disturbance): Shape {
  return { name, title, sides, fault: (nodes) => ({ links: linksAcross(sides(nodes)).map((link) => ({ link, does })), nodes: [], noPartition: null }) }
}

function stopped(does: 'kill' | 'pause', title: string): Shape {
  return {
    name: does,
    title,
    sides: (nodes) => ({ stopped: nodes.slice(0, 1), others: nodes.slice(1) }),
    fault: ([node]) => ({ links: [], nodes: [{ node: node!, does }], noPartition: `every link is open, and ${node} itself was stopped: it has failed and need not answer` }),
  }
}

function bothLinks(one: NodeId, other: NodeId): Link[] {
  return [
    { from: one, to: other },
    { from: other, to: one },
  ]
}

/** Messages go from a node both as requests on connections it opened and as answers on those it accepted. */
export function oneWay(from: NodeId, to: NodeId): LinkFault[] {
  return [
    { link: { from, to }, does: { how: 'silent', streams: ['upstream'] } },
    { link: { from: to, to: from }, does: { how: 'silent', streams: ['downstream'] } },
  ]
}
