import type { Fault } from '../../core/fault.ts'
import { messageFate, type MessageFate } from '../../core/message-fate.ts'
import { nodeNumber, type NodeId } from '../../core/ids.ts'
import { formatMs } from '../format.ts'
import type { Run } from '../result.ts'

/** What becomes of messages of one direction, as one node sends them to another. */
export interface Way {
  readonly from: NodeId
  readonly to: NodeId
  readonly fate: MessageFate
}

/** Every direction between two nodes. */
export function waysOf(run: Run, fault: Fault): Way[] {
  const nodes = Object.values(run.cut.sides).flat().toSorted((a, b) => nodeNumber(a) - nodeNumber(b))
  return nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to) => ({ from, to, fate: messageFate(fault, from, to) })))
}

/** What was done to links and nodes, in sentences that say all that the picture shows. */
export function cutWords(run: Run, fault: Fault): string {
  const { sides, leader } = run.cut
  const all = waysOf(run, fault)
  const ways = all.filter(({ fate }) => fate.fate !== 'arrive')
  const groups = Map.groupBy(ways, ({ fate }) => fateWords(fate))
  const messages = [...groups].map(([words, some]) => `Messages ${some.map(({ from, to }) => `${from} → ${to}`).join(', ')} ${words}.`)
  const stopped = fault.nodes.map(({ node, does }) => `${node} is ${does === 'kill' ? 'killed' : 'paused'}.`)
  const named = Object.entries(sides).map(([side, nodes]) => `${nodes.join(' and ')} (${side})`)
  const done = [...messages, ...stopped]
  return [
    ...(done.length === 0 ? ['No link is cut and no node is stopped.'] : done),
    ...(ways.length === 0 || ways.length === all.length ? [] : ['All others arrive.']),
    fault.noPartition === null ? `The sides: ${named.join(' against ')}.` : `This is no partition: ${fault.noPartition}.`,
    leader === null ? 'This store has no leader.' : `${leader} was the leader when it began.`,
  ].join(' ')
}

/** What is written beside an arrow; empty where its drawing says it. */
export function fateLabel(fate: MessageFate): string {
  if (fate.fate === 'slow') return `+${formatMs(fate.ms)}`
  return fate.fate === 'in turn' ? `${formatMs(fate.onMs)} lost, ${formatMs(fate.offMs)} not` : ''
}

function fateWords(fate: MessageFate): string {
  switch (fate.fate) {
    case 'arrive':
      return 'arrive'
    case 'lost':
      return 'are lost without a word; connections stay open'
    case 'refused':
      return 'are refused; connections are reset'
    case 'slow':
      return `arrive ${formatMs(fate.ms)} late`
    case 'in turn':
      return `are lost for ${formatMs(fate.onMs)} and arrive for ${formatMs(fate.offMs)}, in turn`
  }
}
