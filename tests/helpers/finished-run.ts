import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { HistoryEvent } from '../../src/core/event.ts'
import type { NodeId } from '../../src/core/ids.ts'
import { PHASES } from '../../src/core/phase.ts'
import { finishRun, resultText } from '../../src/pipeline/finish-run.ts'
import { WORKLOADS } from '../../workloads/index.ts'
import { AT, lane, NODES, trial } from '../unit/checker/fixture.ts'

/** Folder of the only trial. */
export const TRIAL = 'postgres-PG-5-leader-alone'

/** A run folder as a run leaves it, without its reports: one register lane in which n1, cut off, refuses everything. */
export async function finishedRun(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'capcheck-evidence-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return fillRun(folder, { seed: 1, created: '2026-11-23T03:00:00.000Z' })
}

/** The same in a folder of the caller's; every seed writes other values. */
export async function fillRun(folder: string, { seed, created }: { readonly seed: number; readonly created: string }): Promise<string> {
  const facts = WORKLOADS.find(({ name }) => name === 'register')!.facts
  mkdirSync(join(folder, TRIAL))
  const record = { ...trial(), store: 'postgres', config: 'PG-5', minAttempts: 40, seed, lanes: [lane({ facts })] }
  const run = { schemaVersion: 1, version: '0.1.0', created, command: 'capcheck run', provider: 'sandbox', engines: [], notRun: [], trials: [TRIAL], timeBudget: [], state: 'finished' }
  writeFileSync(join(folder, 'run.json'), JSON.stringify(run))
  writeFileSync(join(folder, TRIAL, 'trial.json'), JSON.stringify(record))
  writeFileSync(join(folder, TRIAL, 'register.jsonl'), events(seed).map((event) => `${JSON.stringify(event)}\n`).join(''))
  writeFileSync(join(folder, 'result.json'), resultText((await finishRun(folder)).result))
  return folder
}

/** One operation after the other on one key, so that answers are easily right. */
function events(seed: number): HistoryEvent[] {
  const found: HistoryEvent[] = []
  let value = 0
  let ms: number = AT.before
  const perform = (home: NodeId, f: 'read' | 'write', refused: boolean): void => {
    const phase = PHASES.findLast((one) => AT[one] <= ms)!
    const place = { process: 0, f, key: 'k0', home, node: home, side: home === 'n1' ? 'minority' : 'majority', phase }
    const asked = f === 'write' ? seed * 10_000 + found.length : null
    found.push({ ...place, type: 'invoke', value: asked, time: ms * 1e6 })
    if (f === 'write' && !refused) value = asked!
    const end = refused ? ({ type: 'fail', value: asked, error: { code: 'refused', message: 'no majority' } } as const) : ({ type: 'ok', value } as const)
    found.push({ ...place, ...end, time: (ms + 1) * 1e6 })
    ms += 2
  }
  for (const start of [AT.before, AT.steady]) {
    ms = start
    for (let round = 0; round < 50; round++) for (const home of NODES) for (const f of ['write', 'read'] as const) perform(home, f, start === AT.steady && home === 'n1')
  }
  ms = AT.after
  for (let round = 0; round < 2; round++) for (const home of NODES) perform(home, 'read', false)
  return found
}
