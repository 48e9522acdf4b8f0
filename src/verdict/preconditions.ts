import { exceeds, percent, upperBound } from './bound.ts'
import { cutIsReal } from './cut-is-real.ts'
import type { Evidence, LaneHistory } from './evidence.ts'
import { power } from './power.ts'
import { REMEDIES } from './remedies.ts'
import { faultOf } from '../core/fault.ts'
import { controlAttempts } from '../core/trial.ts'
import { phaseSpan } from '../checker/phase-span.ts'
import { wholeMs } from '../checker/time.ts'
import type { Precondition } from './verdict.ts'

/** What was found of one precondition; the detail is a sentence for the reader. */
export interface Finding {
  readonly ok: boolean
  readonly detail: string
}

/** Share by which measured times may fall short of planned ones: timers are late, never exact. */
const SLACK = 0.02

/** Share of requests that a healthy cluster may leave unanswered. */
const UNANSWERED = 0.01

/**
 * The nine preconditions of CAP definition 4.2, in its order. If any is missing there is no verdict: an idle, leaking,
 * unfinished or unhealthy run must not pass for a result.
 */
export function preconditions(evidence: Evidence): Precondition[] {
  const findings: readonly (readonly [Precondition['id'], Finding])[] = [
    ['cut', cutIsReal(evidence)],
    ['alive', alive(evidence)],
    ['healthy', healthy(evidence)],
    ['pinned', pinned(evidence)],
    ['complete', complete(evidence)],
    ['power', power(evidence)],
    ['settled', settled(evidence)],
    ['checked', checked(evidence)],
    ['control', control(evidence)],
  ]
  return findings.map(([id, { ok, detail }]) => ({ id, ok, detail, ...(ok ? {} : { remedy: REMEDIES[id] }) }))
}

/**
 * 2. Every node answers a local command in every phase of the window, up to the end of steady; but for one that the shape
 * stops, which must not answer in steady. The transition says nothing of that one.
 */
function alive({ trial }: Evidence): Finding {
  const stopped = new Set(faultOf(trial).nodes.map(({ node }) => node))
  const window = trial.views.filter(({ phase }) => phase === 'before' || phase === 'transition' || phase === 'steady')
  const undead = window.find((view) => view.alive && view.phase === 'steady' && stopped.has(view.node))
  if (undead !== undefined) return no(`${undead.node} was to be stopped and answered a local command at ${wholeMs(undead.time)} ms (steady)`)
  const silent = window.find((view) => !view.alive && (view.phase === 'before' || !stopped.has(view.node)))
  if (silent !== undefined) return no(`${silent.node} did not answer its own local command at ${wholeMs(silent.time)} ms (${silent.phase})${typeof silent.detail === 'string' ? `: ${silent.detail}` : ''}`)
  for (const node of trial.nodes) {
    for (const phase of ['before', 'transition', 'steady'] as const) {
      if (!window.some((view) => view.node === node && view.phase === phase)) return no(`${node} was never asked whether it lives in phase ${phase}`)
    }
  }
  const others = stopped.size === 0 ? '' : `; ${[...stopped].join(', ')} was stopped and did not answer`
  return yes(`every node answered a local command each of ${window.filter((view) => view.alive).length} times${others}`)
}

/** 3. Healthy before the cut. That it did not recover afterwards is reported as a caveat. */
function healthy({ trial }: Evidence): Finding {
  const { ok, detail } = trial.healthyBefore
  return { ok, detail: ok ? detail || 'healthy before the cut' : `the cluster was not healthy before the cut: ${detail}` }
}

/**
 * 4. Each client's end was proved from the server: of every connection, and of every way that an answer took up to the end of
 * steady. Older records do not have all connections.
 */
function pinned({ trial, histories }: Evidence): Finding {
  const wrong = trial.pins.find(({ proved }) => !proved)
  if (wrong !== undefined) return no(`a client at ${wrong.home} meant for ${wrong.node} was answered by ${wrong.reported}`)
  const missing = trial.nodes.find((node) => !trial.pins.some(({ home }) => home === node))
  if (missing !== undefined) return no(`nothing proves where the clients at ${missing} end`)
  if (trial.pins.some(({ use }) => use !== undefined)) {
    const proved = new Set(trial.pins.map(({ home, node, use }) => `${use}s of clients at ${home} sent to ${node}`))
    const way = histories.flatMap(waysOf).find((each) => !proved.has(each))
    if (way !== undefined) return no(`nothing proves where the ${way} end`)
  }
  return yes(`${trial.pins.length} client connections were proved from the server`)
}

/** Ways that answers took while availability was judged, and before. */
function waysOf({ lane, operations }: LaneHistory): string[] {
  const effects = new Map(lane.kinds.map(({ f, effect }) => [f, effect === 'read' ? 'read' : 'write']))
  const answered = operations.filter(({ type, phase }) => type === 'ok' && (phase === 'before' || phase === 'transition' || phase === 'steady'))
  return [...new Set(answered.map(({ f, home, node }) => `${effects.get(f) ?? 'read'}s of clients at ${home} sent to ${node}`))]
}

/** 5. The trial ran to its end and every call has an outcome. */
function complete({ trial, histories }: Evidence): Finding {
  if (trial.stopped !== undefined) return no(`the trial did not run to its end (${trial.stopped.reason}: ${trial.stopped.message})`)
  const operations = histories.flatMap((history) => history.operations)
  // A recorded `info` always says why; without a reason the completion itself is missing from the file.
  const open = operations.filter(({ type, error, end }) => type === 'info' && (error === undefined || !Number.isFinite(end))).length
  if (open > 0) return no(`${open} of ${operations.length} operations have no completion in the history`)
  return yes(`each of ${operations.length} operations ended ok, fail or info`)
}

/** 7. Steady began after the store's failure detection and lasted at least as long again. */
function settled({ trial }: Evidence): Finding {
  const { settle, phases } = trial
  const steady = phaseSpan(phases, 'steady')
  if (phases.transition === undefined || steady === null) return no('the trial has no steady phase')
  const waited = wholeMs(steady.start - phases.transition)
  const lasted = wholeMs(steady.end - steady.start)
  const least = settle.ms * (1 - SLACK)
  if (waited < least) return no(`steady began ${waited} ms after the cut, before the ${settle.ms} ms that failure detection needs (${settle.why})`)
  if (lasted < least) return no(`steady lasted ${lasted} ms, less than the ${settle.ms} ms that it took to settle (${settle.why})`)
  return yes(`steady began ${waited} ms after the cut and lasted ${lasted} ms; ${settle.ms} ms needed (${settle.why})`)
}

/** 8. Every check that counts against C finished. */
function checked({ counted }: Evidence): Finding {
  const unfinished = counted.filter(({ valid }) => valid === 'unknown')
  if (unfinished.length > 0) return no(unfinished.map(({ check, summary }) => `"${check}" gave no answer: ${summary}`).join('; '))
  return yes(`${counted.length} checks finished: ${counted.map(({ check }) => check).join(', ')}`)
}

/**
 * 9. The same configuration without a fault answers: phase `before`. Every kind is tried several times at each home, and
 * nowhere is it shown that more than 1 % stays unanswered; of all together no more does. One lost answer of seventeen is
 * no sign of a cluster that does not answer; two are.
 */
function control({ trial, cells }: Evidence): Finding {
  const before = cells.filter(({ phase }) => phase === 'before')
  if (before.length === 0) return no('there was no load before the cut')
  const least = controlAttempts(trial)
  const idle = before.find(({ attempts }) => attempts < least)
  if (idle !== undefined) return no(`before the cut ${idle.attempts} ${idle.workload} ${idle.f} ${idle.attempts === 1 ? 'was' : 'were'} sent at ${idle.home}; ${least} needed`)
  const poor = before.find(({ ok, attempts }) => exceeds(attempts - ok, attempts, UNANSWERED))
  if (poor !== undefined) return no(`before the cut ${poor.home} answered only ${poor.ok} of ${poor.attempts} ${poor.workload} ${poor.f} (${codesOf([poor])})`)
  const attempts = before.reduce((sum, cell) => sum + cell.attempts, 0)
  const unanswered = before.reduce((sum, cell) => sum + cell.attempts - cell.ok, 0)
  if (unanswered > UNANSWERED * attempts) return no(`before the cut only ${attempts - unanswered} of ${attempts} requests were answered (${codesOf(before)})`)
  return yes(`before the cut ${attempts - unanswered} of ${attempts} requests were answered (95 % bound of the rest ${percent(upperBound(unanswered, attempts) ?? 1)})`)
}

function codesOf(cells: Evidence['cells']): string {
  const codes = new Map<string, number>()
  for (const [code, count] of cells.flatMap(({ errors }) => Object.entries(errors))) codes.set(code, (codes.get(code) ?? 0) + count)
  return [...codes].map(([code, count]) => `${code} ${count}`).join(', ')
}

function yes(detail: string): Finding {
  return { ok: true, detail }
}

function no(detail: string): Finding {
  return { ok: false, detail }
}
