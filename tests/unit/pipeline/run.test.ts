import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { rowsNamed } from '../../../src/atlas/findings.ts'
import { selectFindings } from '../../../src/pipeline/atlas.ts'
import { verifyEvidence } from '../../../src/pipeline/evidence/verify.ts'
import { readRunRecord } from '../../../src/pipeline/run-folder.ts'
import { run, type RunInput } from '../../../src/pipeline/run.ts'
import { atlasOf, writeAtlas } from '../../../src/pipeline/stored-atlas.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-run-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const rows = rowsNamed(['PG-5a'], [])
const selections = selectFindings(rows, 7)

/** A run on a machine where nothing can be started: all of it but the clusters. */
function nowhere(changes: Partial<RunInput>): RunInput {
  return {
    ...{ version: '0.1.0', command: 'capcheck atlas PG-5a', selections, out: null, cwd: mkdtempSync(join(scratch, 'cwd-')), now: new Date('2026-11-23T03:00:00Z') },
    ...{ ground: { provider: 'sandbox', engines: [], obstacle: { reason: 'no namespaces', hint: '' } }, onEvent: () => undefined, stop: new AbortController().signal },
    ...changes,
  }
}

describe('what else a run can be told to do', () => {
  it('further trials are asked for once, after the checks, and belong to the run', async () => {
    const asked: number[] = []
    const further = selections.map(({ store, trials }) => ({ store, trials: trials.map((trial) => ({ ...trial, repetition: 2 })) }))
    const { folder, result } = await run(nowhere({ further: (checked) => (asked.push(checked.trials.length), further) }))
    expect(asked).toEqual([0])
    expect(readRunRecord(folder).trials).toEqual(['postgres-PG-5a-leader-alone', 'postgres-PG-5a-leader-alone-r2'])
    expect(result.notRun).toEqual([{ store: 'postgres', reason: 'no namespaces', hint: '' }])
  })

  it('are not asked for when the run was stopped', async () => {
    const further = (): never => expect.unreachable()
    expect(readRunRecord((await run(nowhere({ further, stop: AbortSignal.abort() }))).folder).state).toBe('interrupted')
  })

  it('files that are written beside the reports are in the bundle', async () => {
    const { evidence } = await run(nowhere({ beside: (folder, finished) => writeAtlas(folder, atlasOf(rows, finished, { seed: 7 })) }))
    expect(await verifyEvidence(evidence.path)).toMatchObject({ same: true, findings: 1 })
  })
})
