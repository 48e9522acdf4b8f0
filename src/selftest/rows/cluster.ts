import { convergence } from '../../checker/convergence.ts'
import { probeFindings, probes } from '../../checker/probes.ts'
import type { Operation } from '../../core/event.ts'
import type { NodeId } from '../../core/ids.ts'
import type { Random } from '../../core/random.ts'
import { comparisonRow } from '../compare.ts'
import { AT, NODES, TRIAL, check, numbered, sketched } from '../generate/operation.ts'
import { mutationRow, type Mutant } from '../mutate.ts'
import { lastReads } from '../reference/final.ts'
import { probeOutcomes } from '../reference/probes.ts'
import type { Judgement, Row } from '../row.ts'
import { showOperations } from '../show.ts'
import { validRow } from '../valid.ts'

/** The stretch in which the cut of `TRIAL` is proved. */
const [CUT_FROM, CUT_TO] = [0, AT.heal]

/** Checks of the cluster as a whole: the Gilbert-Lynch probes, and whether all nodes end alike. */
export const clusterRows: readonly Row[] = [
  comparisonRow<Operation>({
    id: 'probes',
    what: 'random probes, each outcome from the words of its definition',
    checkers: ['probes'],
    generate: (dice) => numbered(Array.from({ length: 1 + dice.below(4) }, (_, number) => randomProbe(dice, number)).flat()),
    checker: (history) => ({
      valid: check(probes, history).valid === true,
      detail: probeFindings(TRIAL, history).map(({ probe, from, to, outcome }) => `${probe} ${from}>${to} ${outcome}`).sort().join(', '),
    }),
    reference: (history) => {
      const outcomes = probeOutcomes(history, across, CUT_FROM, CUT_TO)
      return { valid: !outcomes.some((line) => line.endsWith('stale')), detail: outcomes.join(', ') }
    },
    show: showOperations,
  }),
  mutationRow({
    id: 'probes/stale',
    bug: 'a probe reads the old value across the cut',
    checkers: ['probes'],
    valid: refusedProbes,
    mutate: (history, dice) => answerRead(history, dice, () => 0),
    judge: (history) => {
      const { valid, witness } = check(probes, history)
      return { valid: valid === true, witness: witness?.operations ?? null }
    },
  }),
  mutationRow({
    id: 'probes/leak',
    bug: 'a probe reads the new value across the cut',
    checkers: ['probes'],
    valid: refusedProbes,
    mutate: (history, dice) => answerRead(history, dice, (read) => history.find(({ probe, f }) => probe === read.probe && f === 'write')!.value as number),
    judge: (history): Judgement => ({ valid: check(probes, history).details['leaked'] === 0 }),
  }),
  validRow<Operation>({
    id: 'probes',
    bug: 'probes that the other side refuses to answer',
    checkers: ['probes'],
    generate: (dice) => numbered(refusedProbes(dice)),
    judge: (history) => ({ valid: check(probes, history).valid === true }),
    show: showOperations,
  }),
  comparisonRow<Operation>({
    id: 'convergence',
    what: 'random final reads, the last of each home compared pair by pair',
    checkers: ['convergence'],
    generate: (dice) => finalReads(dice, () => dice.below(2)),
    checker: (history) => {
      const { valid, details } = check(convergence, history)
      return { valid: valid !== false, detail: `${String(details['differing'])} differ` }
    },
    reference: (history) => {
      const differing = ['a', 'b'].filter((key) => {
        const last = lastReads(history, 'read', key)
        return last.some((one) => last.some((other) => JSON.stringify(other.result) !== JSON.stringify(one.result)))
      })
      return { valid: differing.length === 0, detail: `${differing.length} differ` }
    },
    show: showOperations,
  }),
  mutationRow({
    id: 'convergence/diverged',
    bug: 'one home ends with another value',
    checkers: ['convergence'],
    valid: (dice) => finalReads(dice, (key) => (key === 'a' ? 1 : 2), true),
    mutate: (history, dice) => {
      const read = lastReads(history, 'read', 'a')[dice.below(NODES.length)]!
      const fresh = { ...read, result: 7 }
      return { history: history.map((one) => (one === read ? fresh : one)), seeded: [fresh] }
    },
    judge: (history) => ({ valid: check(convergence, history).valid === true }),
  }),
  validRow<Operation>({
    id: 'convergence',
    bug: 'homes that end alike, after rounds that differ',
    checkers: ['convergence'],
    generate: (dice) => [...finalReads(dice, () => dice.below(9)), ...finalReads(dice, () => 1, true).map((one) => ({ ...one, call: one.call + 100, ret: one.ret + 100 }))],
    judge: (history) => ({ valid: check(convergence, history).valid === true }),
    show: showOperations,
  }),
]

function across(node: NodeId): readonly NodeId[] {
  return node === 'n1' ? ['n2', 'n3'] : ['n1']
}

/** A probe with answers and times of any kind, some outside the cut. */
function randomProbe(dice: Random, probe: number): Operation[] {
  const home = NODES[dice.below(3)]!
  const key = `p${probe}`
  const call = dice.below(12) === 0 ? CUT_FROM - 5 : dice.below(CUT_TO)
  const type = (['ok', 'ok', 'ok', 'fail', 'info'] as const)[dice.below(5)]!
  const write = sketched({ f: 'write', key, home, value: 100 + probe, probe, call, ret: call + 5, type })
  const reads = across(home).flatMap((node) => {
    if (dice.below(6) === 0) return []
    const at = call + 2 + dice.below(10)
    const answered = dice.below(4) > 0
    return [sketched({ f: 'read', key, home: node, probe, call: at, ret: at + 3, ...(answered ? { result: dice.below(2) === 0 ? 0 : 100 + probe } : { type: 'fail' as const }) })]
  })
  return [write, ...reads]
}

/** Probes as a store shows them that refuses on the other side of the cut. */
function refusedProbes(dice: Random): Operation[] {
  return Array.from({ length: 6 }, (_, probe) => {
    const home = NODES[dice.below(3)]!
    const call = 100 * probe + dice.below(50)
    const write = sketched({ f: 'write', key: `p${probe}`, home, value: 100 + probe, probe, call, ret: call + 5 })
    return [write, ...across(home).map((node, i) => sketched({ f: 'read', key: `p${probe}`, home: node, probe, call: call + 10 + i, ret: call + 20, type: 'fail' }))]
  }).flat()
}

function answerRead(history: readonly Operation[], dice: Random, answer: (read: Operation) => number): Mutant {
  const reads = history.filter(({ f }) => f === 'read')
  const read = reads[dice.below(reads.length)]!
  const fresh: Operation = { ...read, type: 'ok', result: answer(read) }
  return { history: history.map((one) => (one === read ? fresh : one)), seeded: [fresh] }
}

/** Rounds of final reads of two keys at every home; of the last round none is missing if `whole`. */
function finalReads(dice: Random, answer: (key: string) => number, whole = false): Operation[] {
  const reads = Array.from({ length: 2 }, (_, round) =>
    NODES.flatMap((home, i) =>
      ['a', 'b'].flatMap((key) => {
        if (!whole && dice.below(4) === 0) return []
        const call = AT.after + 10 * round + i
        return [sketched({ f: 'read', key, home, call, ret: call + 5, result: answer(key) })]
      }),
    ),
  )
  return numbered(reads.flat())
}
