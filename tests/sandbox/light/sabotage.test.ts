import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { enterSandbox } from '../../../src/clusters/sandbox/enter.ts'
import { resolveEngines, SILENT } from '../../../src/engines/engines.ts'
import { checkTrial } from '../../../src/pipeline/check-run.ts'
import type { Precondition, Verdict } from '../../../src/verdict/verdict.ts'
import { freshFolder } from '../../helpers/cli.ts'
import { missing } from '../../helpers/needs.ts'
import type { Job, SabotageName } from './sabotage-runner.ts'

const reason = await missing(['postgres'])

/** Real nodes and proxies, one boot: each trial has one thing wrong, and the verdict must say which. */
describe.skipIf(reason !== null)('a sabotaged trial on a real cluster is inconclusive for that reason', () => {
  const folder = freshFolder('sabotage')
  let runnerLog: string

  beforeAll(async () => {
    mkdirSync(folder)
    const reports = await resolveEngines(['postgres', 'toxiproxy'], { bring: false, yes: false, env: process.env, progress: SILENT })
    const [engine, toxiproxy] = reports.map((report) => report.engine!)
    const jobFile = join(folder, 'job.json')
    writeFileSync(jobFile, JSON.stringify({ engine: engine!, toxiproxy: toxiproxy!, folder } satisfies Job))
    const log = join(folder, 'runner.log')
    const child = enterSandbox(new URL('./sabotage-runner.ts', import.meta.url), [jobFile], log)
    await new Promise((resolve) => child.process.once('exit', resolve))
    child.kill()
    runnerLog = readFileSync(log, 'utf8')
  })

  async function verdictOf(name: SabotageName): Promise<Verdict> {
    const checked = await checkTrial(folder, name)
    expect(checked, `the trial never began:\n${runnerLog}`).not.toBeNull()
    return checked!.judged.lanes[0]!.judgement.verdict
  }

  it.each<readonly [what: string, SabotageName, missing: Precondition['id'], detail: RegExp, met: readonly Precondition['id'][]]>([
    ['the toxics of one link were deleted in mid-cut', 'leak', 'cut', /^n1->n2 was found (open|refused) at \d+ ms \(steady\), and had to be cut$/, ['alive', 'pinned', 'complete']],
    ['a node stood still (SIGSTOP)', 'paused', 'alive', /^n3 did not answer its own local command at \d+ ms \(steady\): \S/, ['pinned', 'complete']],
    ['the clients of one node were answered by another', 'unpinned', 'pinned', /^a client at n3 meant for n3 was answered by n2$/, ['cut', 'alive', 'complete']],
    ['there was next to no control', 'no-control', 'control', /^before the cut \d register \w+ (was|were) sent at n3; 5 needed$/, ['pinned', 'complete']],
    ['a node was killed', 'dead', 'complete', /^the trial did not run to its end \(error: n3 of the postgres cluster ended by itself/, ['pinned']],
  ])('%s', async (_what, name, id, detail, met) => {
    const { label, reason: why, preconditions } = await verdictOf(name)
    const found = preconditions.find((each) => each.id === id)!
    expect(found).toMatchObject({ ok: false, detail: expect.stringMatching(detail) as string })
    expect(label).toBe('inconclusive')
    expect(why).toContain(`precondition "${id}" is missing (${found.detail})`)
    expect(preconditions.filter((each) => met.includes(each.id) && !each.ok)).toEqual([])
  })
})
