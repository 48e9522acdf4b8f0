import type { DelaysRecord } from '../core/delays.ts'
import type { NodeId } from '../core/ids.ts'
import { linkName } from '../core/ids.ts'
import { allLinks } from './cut-is-real.ts'

/** Share of the delay that every probe of a link must have waited. A server that closes the connection waits one way only. */
const WAITED = 0.9

/**
 * Why latencies of an experiment with slow links say nothing, whatever they are: it did not get to its end, a client was
 * not where it should be, a role changed, or a link was not slow. Null when there is no such reason.
 */
export function delayDoubt(record: DelaysRecord): string | null {
  const { stopped, visits, options, pins, nodes } = record
  if (stopped !== undefined) return `not measured to the end: ${stopped.message}`
  if (visits.length < 2 * options.delaysMs.length) return `not measured to the end: ${visits.length} of ${2 * options.delaysMs.length} stretches of time`
  const strayed = pins.find(({ proved }) => !proved)
  if (strayed !== undefined) return `a client for ${strayed.node} was answered by ${strayed.reported}`
  return nodes.map((node) => roleDoubt(record, node)).find((doubt) => doubt !== null) ?? linkDoubt(record)
}

/** A change of roles takes time that has nothing to do with the delay, and moves the leader away from its clients. */
function roleDoubt({ views }: DelaysRecord, node: NodeId): string | null {
  const own = views.filter((view) => view.node === node)
  const answers = own.filter(({ alive }) => alive)
  if (answers.length === 0) return `${node} never said which role it had`
  const roles = [...new Set(answers.map(({ role }) => role))]
  return roles.length === 1 ? null : `a role changed: ${node} was ${roles.join(', then ')}`
}

/** Each link must have been probed at each delay, and each of those probes must have waited. */
function linkDoubt({ nodes, visits, probes }: DelaysRecord): string | null {
  for (const { delayMs, from, to } of visits) {
    for (const link of allLinks(nodes).map(linkName)) {
      const own = probes.filter((probe) => probe.link === link && probe.time >= from && probe.time + probe.waitedMs * 1e6 <= to)
      if (own.length === 0) return `${link} was not probed while its delay was ${delayMs} ms`
      const fast = own.find(({ waitedMs }) => waitedMs < WAITED * delayMs)
      if (fast !== undefined) return `${link} was not slow: a probe had its answer after ${fast.waitedMs} ms at a delay of ${delayMs} ms`
    }
  }
  return null
}
