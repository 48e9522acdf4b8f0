import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { recordedByRun } from '../../../src/pipeline/recorded.ts'
import { buildResult } from '../../../src/report/build-result.ts'
import { parseResult, resultSchema } from '../../../src/report/result.ts'
import { schemaText } from '../../../src/report/schema.ts'
import { resultInput } from './fixture.ts'

const input = resultInput()
const result = buildResult(input)

describe('result.json', () => {
  it('survives a round trip through JSON and the schema unchanged', () => {
    const read = parseResult(JSON.parse(JSON.stringify(result)))
    expect(read).toEqual(JSON.parse(JSON.stringify(result)))
  })

  it('has one run for every lane of every trial', () => {
    expect(result.runs.map((run) => run.id)).toEqual([
      '0-pg-5-leader-alone/register',
      '1-pg-2-leader-in-majority/likes-counter',
      '2-c-1-any/register',
      '2-c-1-any/bank-transfer',
    ])
    expect(result.runs.map((run) => run.verdict.label)).toEqual(['CP', 'neither', 'AP', 'inconclusive'])
  })

  it('starts every configuration name with the catalogue id', () => {
    for (const run of result.runs) expect(run.profile.startsWith(run.profileId)).toBe(true)
  })

  it('stores an end that never came as null, in the witness too', () => {
    const ends = result.runs[1]?.witness?.operations.map((operation) => operation.ret)
    expect(ends).toEqual([expect.any(Number), null, expect.any(Number)])
    expect(JSON.stringify(result)).not.toContain('Infinity')
  })

  it('names the workload whose history holds the witness', () => {
    const [, , cassandra] = input.trials
    const [register, bank] = cassandra!.lanes
    const borrowed = { ...register!.judgement.witness!, operations: register!.judgement.operations.slice(4, 6) }
    const lanes = [register!, { ...bank!, judgement: { ...bank!.judgement, witness: borrowed } }]
    const [own, other] = buildResult(resultInput([{ ...cassandra!, lanes }])).runs
    expect(own!.witness!.workload).toBe('register')
    expect(other!.witness!.workload).toBe('register')
  })

  it('keeps no path of the machine', () => {
    expect(JSON.stringify(result)).not.toContain('/nowhere')
  })

  it('hands the operations of each run on under the id of the run', () => {
    const recorded = recordedByRun(input.trials)
    for (const run of result.runs) expect(recorded.get(run.id)?.operations.length).toBe(run.operations.total)
  })

  it('accepts fields of later versions and names the field that does not fit', () => {
    expect(resultSchema.safeParse({ ...result, laterField: 1 }).success).toBe(true)
    expect(() => parseResult({ ...result, exitCode: 'two' })).toThrow(/exitCode/)
    expect(() => parseResult({ ...result, schemaVersion: 2 })).toThrow(/schemaVersion/)
  })

  it('is described by reports/result.schema.json (npm run schema brings it up to date)', () => {
    const stored = readFileSync(new URL('../../../reports/result.schema.json', import.meta.url), 'utf8')
    expect(stored).toBe(schemaText())
  })
})
