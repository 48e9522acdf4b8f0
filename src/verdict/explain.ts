import { request } from '../checker/describe.ts'
import type { Operation } from '../core/event.ts'
import { faultOf } from '../core/fault.ts'
import { percent } from './bound.ts'
import type { Facts } from './classify.ts'
import type { Evidence } from './evidence.ts'
import type { Scopes } from './scope.ts'
import type { AvailabilityCell, Label, Precondition } from './verdict.ts'
import type { Violations } from './violations.ts'

export interface Explained {
  readonly evidence: Evidence
  readonly label: Label
  readonly facts: Facts
  readonly scopes: Scopes
  readonly found: Violations
  readonly preconditions: readonly Precondition[]
}

/** The reason of a verdict in one sentence, with the figures that it rests on. */
export function explain(input: Explained): string {
  const { label, evidence, scopes, found } = input
  switch (label) {
    case 'CP':
      return `No violation found in ${size(evidence)}; ${lossText(scopes.loss!, evidence)}.`
    case 'AP':
      return `Answered ${allText(evidence)}; ${witnessText(found)}${beforeText(found)}.`
    case 'neither':
      return `${capital(witnessText(found))}${beforeText(found)}; and ${lossText(scopes.loss!, evidence)}.`
    case 'inconclusive':
      return whyNot(input)
  }
}

function whyNot({ preconditions, facts, scopes, found, evidence }: Explained): string {
  const missing = preconditions.filter(({ ok }) => !ok)
  const seen = found.witness === null ? '' : ` A contradiction was found all the same: ${witnessText(found)}.`
  const { noPartition } = faultOf(evidence.trial)
  if (missing.length > 0) {
    const list = missing.map(({ id, detail }) => `precondition "${id}" is missing (${detail})`).join('; ')
    const shape = noPartition === null ? '' : `this shape is no partition: ${noPartition}; and `
    return `Not judged: ${shape}${list}. ${missing[0]!.remedy ?? ''}${seen}`
  }
  if (noPartition !== null) return `Not judged: this shape is no partition: ${noPartition}. ${withoutPartition(evidence, scopes, found)}`
  if (facts.violation === 'unproved') return 'Not judged: a check failed, but no small contradiction could be cut out and confirmed.'
  const part = scopes.partial
  if (facts.available === 'partly' && part !== null) {
    return `Not judged: availability was lost only in part; in steady ${cellText(part, evidence)}. A longer --steady may settle it.${seen}`
  }
  return `Not judged: everything was answered and nothing contradicted in ${size(evidence)}, which is impossible under a real cut; suspect the harness or too few reads across the cut.`
}

/** What was seen under a fault that earns no letter. A contradiction needs no partition to be one. */
function withoutPartition(evidence: Evidence, { loss, partial }: Scopes, found: Violations): string {
  const cell = loss ?? partial
  const answers = cell === null ? `answered ${allText(evidence)}` : `in steady ${cellText(cell, evidence)}`
  if (found.witness !== null) return `A contradiction is evidence all the same: ${witnessText(found)}${beforeText(found)}; ${answers}.`
  return `${found.found ? 'A check failed, but no small contradiction could be confirmed' : `No violation found in ${size(evidence)}`}; ${answers}.`
}

function size({ histories, probes }: Evidence): string {
  const operations = histories.reduce((sum, history) => sum + history.operations.length, 0)
  const used = new Set(probes.map(({ probe }) => probe)).size
  return `${operations} operations (${used} probes)`
}

function lossText(cell: AvailabilityCell, evidence: Evidence): string {
  return `${cellText(cell, evidence)} (95 % bound ${percent(cell.bound ?? 1)})${neverText(cell, evidence)}`
}

/** Says when "late" meant "never": a write without a deadline had no answer during the cut either. */
function neverText({ side }: AvailabilityCell, { unbounded }: Evidence): string {
  const waited = unbounded.find((outcome) => outcome.side === side)
  if (waited === undefined || waited.beforeHeal) return ''
  const end = waited.afterMs === null ? 'to the end of the trial' : 'until the heal'
  return `; a write at ${waited.home} that waited without a deadline had no answer ${end}`
}

function cellText({ home, ok, attempts, workload, f }: AvailabilityCell, { lane }: Evidence): string {
  return `${home} answered ${ok} of ${attempts} ${workload === lane.workload ? '' : `${workload} `}${plural(f)}`
}

function allText({ cells, tolerance }: Evidence): string {
  const steady = cells.filter(({ phase }) => phase === 'steady')
  const attempts = steady.reduce((sum, cell) => sum + cell.attempts, 0)
  const ok = steady.reduce((sum, cell) => sum + cell.ok, 0)
  const bound = Math.max(...steady.map((cell) => cell.bound ?? 1))
  const share = ok === attempts ? `all ${attempts}` : `${ok} of ${attempts} (tolerance ${percent(tolerance)})`
  return `${share} requests of every kind at every node in steady (95 % bound per node and kind at most ${percent(bound)})`
}

function witnessText({ witness, check }: Violations): string {
  const operations = witness?.operations ?? []
  const name = operations.length === 1 ? 'this answer' : operations.length === 2 ? 'this pair' : `these ${operations.length} operations`
  return `${name} ${operations.length > 2 ? 'contradict' : 'contradicts'} linearizability: ${operations.map(short).join(', then ')} [${check?.check ?? ''}]`
}

function short(operation: Operation): string {
  const answer = operation.value === null && operation.type === 'ok' ? ` -> ${brief(JSON.stringify(operation.result ?? null))}` : operation.type === 'ok' ? '' : ` (${operation.type})`
  return `${request(operation)}${answer} at ${operation.home}`
}

function brief(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

/** CAP definition 4.2 (9): such a store is not C, but the partition is not why. */
function beforeText({ phases }: Violations): string {
  return phases.length > 0 && phases.every((phase) => phase === 'setup' || phase === 'before') ? ' (before the cut already: the partition did not cause it)' : ''
}

function plural(f: string): string {
  return f.endsWith('s') ? f : `${f}s`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
