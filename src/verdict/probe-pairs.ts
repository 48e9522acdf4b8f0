import type { ProbeFinding, ProbeOutcome } from '../checker/probes.ts'
import { faultOf, groupsOf } from '../core/fault.ts'
import type { TrialRecord } from '../core/trial.ts'
import type { ProbePair } from './verdict.ts'

/** Outcomes of the probes per ordered pair of nodes that the cut separated, pairs without a counted probe included. */
export function probePairs(trial: TrialRecord, findings: readonly ProbeFinding[]): ProbePair[] {
  const groups = Map.groupBy(findings, ({ from, to }) => `${from} ${to}`)
  const separated = groupsOf(trial.nodes, faultOf(trial))
  return trial.nodes.flatMap((from) =>
    trial.nodes
      .filter((to) => !separated.some((nodes) => nodes.includes(from) && nodes.includes(to)))
      .map((to) => {
        const group = groups.get(`${from} ${to}`) ?? []
        const count = (outcome: ProbeOutcome): number => group.filter((finding) => finding.outcome === outcome).length
        return { from, to, noAckAtX: count('no-ack'), noAnswerAtY: count('no-answer'), staleAtY: count('stale'), leaked: count('leaked') }
      }),
  )
}
