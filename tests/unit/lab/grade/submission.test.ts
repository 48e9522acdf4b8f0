import { copyFileSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sideBySide } from '../../../../src/lab/grade/across.ts'
import { scoreOf, type Graded } from '../../../../src/lab/grade/graded.ts'
import { readKey } from '../../../../src/lab/grade/key.ts'
import { gradeSubmission } from '../../../../src/lab/grade/submission.ts'
import { readLabs } from '../../../../src/lab/labs.ts'
import { appended, readLog } from '../../../../src/lab/log.ts'
import { edit, handIn, repacked, RIGHT, sealEvidence, sealSubmission, submit, workThrough, writeLab } from '../../../helpers/lab-submission.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-grade-test-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const LABS = writeLab(scratch)
const LONG = 'It refused, since one of three nodes is no majority and could not know what the others acknowledged.'
let ada: string
beforeAll(async () => {
  ada = await handIn(scratch, LABS, { name: 'Ada', explanations: { why: LONG } })
})

function grade(file: string, { labs = LABS, keys = null, version = '0.1.0' }: { labs?: string; keys?: string | null; version?: string } = {}): Promise<Graded> {
  const desk = { version, labs: new Map(readLabs(labs).map((stored) => [stored.lab.id, { stored, key: keys === null ? null : readKey(keys, stored.lab) }])) }
  return gradeSubmission(file, mkdtempSync(join(scratch, 'open-')), desk)
}
const said = ({ findings }: Graded): string[] => findings.map(({ level, what, text }) => `${level} ${what}: ${text}`)

describe('an honest submission', () => {
  it('is verified from its evidence, and its predictions get points', async () => {
    const graded = await grade(ada)
    expect(graded).toMatchObject({ lab: '01-test', name: 'Ada', evidence: 'verified', findings: [], attempts: 1 })
    expect(graded.rows.map(({ id, predicted, observed, points }) => [id, predicted, observed, points])).toEqual([
      ['alone-write', 'refuses', 'refuses', 1],
      ['others-read', 'answers', 'answers', 1],
      ['letter', 'CP', 'CP', 1],
      ['in-order', 'holds', 'holds', 1],
    ])
    expect(graded.rows[0]!.detail).toBe('n1 0 of 50')
    expect(scoreOf(graded)).toEqual({ points: 4, most: 4 })
  })

  it('with wrong predictions loses points and nothing else', async () => {
    const graded = await grade(await handIn(scratch, LABS, { name: 'Bob', predictions: { ...RIGHT, letter: 'AP', 'others-read': 'partly' } }))
    expect(graded).toMatchObject({ evidence: 'verified', findings: [] })
    expect(scoreOf(graded)).toEqual({ points: 2, most: 4 })
  })

  it('is told what is short or of another version, as notes', async () => {
    const graded = await grade(await handIn(scratch, LABS, { name: 'Cyd', explanations: { why: 'dunno' } }), { version: '0.2.0' })
    expect(said(graded)).toEqual(['note other version: made with capcheck 0.1.0, graded with 0.2.0', 'note explanation missing: why: 1 of 3 words'])
    expect(scoreOf(graded).points).toBe(4)
  })
})

describe('what was changed', () => {
  const inEvidence = (act: (folder: string) => void, sealed = true) =>
    repacked(ada, async (folder) => {
      const path = await repacked(join(folder, 'evidence.tar.gz'), (open) => {
        act(open)
        if (sealed) sealEvidence(open)
      })
      renameSync(path, join(folder, 'evidence.tar.gz'))
      rmSync(path.replace(/\.tar\.gz$/, ''), { recursive: true })
      sealSubmission(folder)
    })
  const HISTORY = 'postgres-PG-5-leader-alone/register.jsonl'
  const alone = (text: string): string => text.replace('"type":"fail"', '"type":"ok"')

  it.each([
    ['a history, and no hash with it', () => inEvidence((open) => edit(join(open, HISTORY), alone), false), /alarm changed evidence: evidence\.tar\.gz is not as it was written: .*register\.jsonl/],
    ['a history, with all hashes of the bundle', () => inEvidence((open) => edit(join(open, HISTORY), alone)), /alarm changed evidence: the result is not what the histories say: .*history\.sha256/],
    ['the label in the result, with all hashes', () => inEvidence((open) => edit(join(open, 'result.json'), (text) => text.replace('"label": "CP"', '"label": "AP"'))), /alarm changed evidence: .*verdict\.label/],
    ['the versions in the run record, with all hashes', () => inEvidence((open) => {
      edit(join(open, 'run.json'), (text) => text.replace('capcheck run', 'capcheck  run'))
      edit(join(open, 'result.json'), (text) => text.replace('capcheck run', 'capcheck  run'))
    }), /alarm other run: the evidence is not the one that the log names/],
    ['a prediction in the sheet', () => repacked(ada, (folder) => {
      edit(join(folder, 'sheet.md'), (text) => text.replace('Answer: refuses', 'Answer: answers'))
      sealSubmission(folder)
    }), /alarm changed predictions: alone-write: locked as refuses, handed in as answers\nalarm changed sheet/],
    ['a prediction in sheet and log', () => repacked(ada, (folder) => {
      edit(join(folder, 'sheet.md'), (text) => text.replace('Answer: refuses', 'Answer: answers'))
      edit(join(folder, 'lab.log'), (text) => text.replace('"refuses"', '"answers"'))
      sealSubmission(folder)
    }), /alarm changed log: the chain of hashes breaks at line 2 of the log/],
    ['a prediction in sheet and log, with a chain of new hashes: the seed tells', () => repacked(ada, (folder) => {
      edit(join(folder, 'sheet.md'), (text) => text.replace('Answer: refuses', 'Answer: answers'))
      edit(join(folder, 'lab.log'), (text) => readLog(text.replace('"refuses"', '"answers"'), 'log').lines.map(({ entry }) => entry).reduce(appended, ''))
      sealSubmission(folder)
    }), /alarm other run: the seed of the run is not that of the locked predictions/],
    ['an explanation after submit', () => repacked(ada, (folder) => {
      edit(join(folder, 'sheet.md'), (text) => text.replace(LONG, `${LONG} Really.`))
      sealSubmission(folder)
    }), /^alarm changed sheet: the sheet was changed after capcheck lab submit$/],
    ['the evidence taken out', () => repacked(ada, (folder) => {
      rmSync(join(folder, 'evidence.tar.gz'))
      edit(join(folder, 'submission.json'), (text) => {
        const submission = JSON.parse(text) as { files: { path: string }[] }
        return JSON.stringify({ ...submission, files: submission.files.filter(({ path }) => path !== 'evidence.tar.gz') })
      })
    }), /alarm evidence missing/],
  ])('%s: is found, and earns nothing', async (_what, make, message) => {
    const graded = await grade(await make())
    expect(said(graded).join('\n')).toMatch(message)
    expect(scoreOf(graded)).toEqual({ points: 0, most: 4 })
  })

  it('a run from before the lock is found', async () => {
    const folder = await workThrough(scratch, LABS, { name: 'Eve' })
    edit(join(folder, 'lab.log'), (text) => readLog(text.replaceAll('T02:00:00.000Z', 'T02:30:00.000Z'), 'log').lines.map(({ entry }) => entry).reduce(appended, ''))
    const graded = await grade(await submit(folder, LABS))
    // The time is part of what is hashed, so the seed gives it away first.
    expect(said(graded)).toEqual(['alarm other run: the seed of the run is not that of the locked predictions'])
  })
})

describe('evidence of another version', () => {
  it('that is computed otherwise now is not believed, and nobody is accused', async () => {
    const file = await repacked(ada, async (folder) => {
      const path = await repacked(join(folder, 'evidence.tar.gz'), (open) => {
        edit(join(open, 'result.json'), (text) => text.replace('"label": "CP"', '"label": "AP"'))
        sealEvidence(open)
      })
      renameSync(path, join(folder, 'evidence.tar.gz'))
      rmSync(path.replace(/\.tar\.gz$/, ''), { recursive: true })
      sealSubmission(folder)
    })
    const graded = await grade(file, { version: '0.2.0' })
    expect(said(graded)).toContainEqual(expect.stringMatching(/^alarm other version: made with capcheck 0\.1\.0, and 0\.2\.0 computes other fields \(.*verdict\.label\): grade it with 0\.1\.0$/))
    expect(said(graded).join()).not.toContain('changed evidence')
    expect(scoreOf(graded).points).toBe(0)
  })
})

describe('submissions side by side', () => {
  it('names who handed in the same run, and whose it was not', async () => {
    const eve = await workThrough(scratch, LABS, { name: 'Eve' })
    const stolen = await repacked(await submit(eve, LABS), async (folder) => {
      await repacked(ada, (open) => copyFileSync(join(open, 'evidence.tar.gz'), join(folder, 'evidence.tar.gz')))
      sealSubmission(folder)
    })
    const [first, second] = sideBySide([await grade(ada), await grade(stolen)])
    expect(said(first!)).toEqual([expect.stringMatching(/^alarm same run: the same recorded history as Eve \(handed-in/)])
    expect(said(second!)).toEqual([expect.stringMatching(/^alarm other run: /), expect.stringMatching(/^alarm same run: the same recorded history as Ada \(/)])
  })

  it('names who wrote the same text, whatever the case and the spaces', async () => {
    const eve = await handIn(scratch, LABS, { name: 'Eve', explanations: { why: LONG.toUpperCase().replaceAll(' ', '\n') } })
    const bob = await handIn(scratch, LABS, { name: 'Bob', explanations: { why: `${LONG} I think.` } })
    const [first, second, third] = sideBySide([await grade(ada), await grade(eve), await grade(bob)])
    expect([first, second].map((each) => said(each!))).toEqual([[expect.stringContaining('same text: the same explanation as Eve')], [expect.stringContaining('same text: the same explanation as Ada')]])
    expect(third!.findings).toEqual([])
  })

  it('a student who hands in twice is noted', async () => {
    const again = await handIn(scratch, LABS, { name: 'ada', explanations: { why: 'something else altogether' } })
    const all = sideBySide([await grade(ada), await grade(again)])
    expect(all.flatMap(said)).toEqual([expect.stringContaining('note same name'), expect.stringContaining('note same name')])
  })
})

describe('an answer key', () => {
  const keys = (key: object): string => {
    const folder = mkdtempSync(join(scratch, 'keys-'))
    writeFileSync(join(folder, '01-test.json'), JSON.stringify({ schemaVersion: 1, lab: '01-test', expected: {}, explanations: {}, ...key }))
    return folder
  }

  it('says where an observation is another, and takes no point for it', async () => {
    const graded = await grade(ada, { keys: keys({ expected: { letter: ['AP', 'neither'] } }) })
    expect(said(graded)).toEqual(['note not as the key: letter: observed CP, the key says AP or neither'])
    expect(scoreOf(graded).points).toBe(4)
  })

  it('decides where the run was unclear', async () => {
    const labs = writeLab(scratch, { run: { profiles: ['PG-5', 'PG-1'], workloads: ['register'], shapes: ['leader-alone'] }, predictions: [{ id: 'letter', kind: 'letter', ask: '?', of: { profile: 'PG-1', workload: 'register', shape: 'leader-alone' } }] })
    const file = await handIn(scratch, labs, { name: 'Dan', predictions: { letter: 'CP' } })
    const without = await grade(file, { labs })
    expect([scoreOf(without), without.rows[0]!.observed, said(without)]).toEqual([{ points: 0, most: 1 }, null, ['note unclear: letter: the run has no PG-1 with register under leader-alone']])
    expect(scoreOf(await grade(file, { labs, keys: keys({ expected: { letter: 'CP' } }) })).points).toBe(1)
    expect(scoreOf(await grade(file, { labs, keys: keys({ expected: { letter: 'AP' } }) })).points).toBe(0)
  })

  it('counts the ideas that a text mentions', async () => {
    const graded = await grade(ada, { keys: keys({ explanations: { why: { answer: '…', mentions: [['majority', 'quorum'], ['timeout', 'deadline']] } } }) })
    expect(graded.explanations[0]).toMatchObject({ id: 'why', mentions: { found: ['majority'], of: 2 } })
  })

  it.each([
    [{ expected: { lettre: 'CP' } }, 'the lab has no prediction "lettre"; allowed: alone-write, others-read, letter, in-order'],
    [{ expected: { letter: 'yes' } }, '"letter" cannot be "yes"; allowed: CP, AP, neither, none'],
    [{ explanations: { what: { answer: '', mentions: [] } } }, 'the lab has no question "what"; allowed: why, what-else'],
    [{ lab: '02-other' }, 'it is the key of "02-other"'],
  ])('with a mistake in it is refused: %j', (key, message) => {
    const { lab } = readLabs(LABS)[0]!
    expect(() => readKey(keys(key), lab)).toThrow(message)
  })
})

describe('what is no submission', () => {
  const file = (content: Uint8Array): string => {
    const path = join(mkdtempSync(join(scratch, 'bad-')), 'x.tar.gz')
    writeFileSync(path, content)
    return path
  }

  it.each([
    ['nothing', () => file(Buffer.alloc(0)), /is not a submission: it is empty/],
    ['another archive', () => file(gzipSync(Buffer.alloc(2000, 'x'))), /is not a submission/],
    ['an evidence bundle', async () => {
      const path = join(mkdtempSync(join(scratch, 'bundle-')), 'evidence.tar.gz')
      await repacked(ada, (folder) => copyFileSync(join(folder, 'evidence.tar.gz'), path))
      return path
    }, /is not a submission: it has no submission\.json/],
    ['a link in it', () => repacked(ada, (folder) => symlinkSync('/etc/passwd', join(folder, 'link'))), /"link" is no plain file/],
    ['a file damaged on the way', () => repacked(ada, (folder) => edit(join(folder, 'lab.log'), (text) => `${text}\n`)), /lab\.log is another file/],
    ['a file added', () => repacked(ada, (folder) => writeFileSync(join(folder, 'trial.json'), '{}')), /trial\.json was added/],
    ['a sheet of something else', () => repacked(ada, (folder) => {
      writeFileSync(join(folder, 'sheet.md'), '# hello\n')
      sealSubmission(folder)
    }), /sheet\.md:1: the first line must be/],
    ['a log that is none', () => repacked(ada, (folder) => {
      writeFileSync(join(folder, 'lab.log'), '# hello\n')
      sealSubmission(folder)
    }), /lab\.log:1: this line is none/],
    ['sixty-five megabytes of nothing', () => repacked(ada, (folder) => writeFileSync(join(folder, 'zeros'), Buffer.alloc(65 * 2 ** 20))), /unpacks to more than/],
    ['a submission.json of a gigabyte', () => repacked(ada, (folder) => writeFileSync(join(folder, 'submission.json'), Buffer.alloc(2 * 2 ** 20, ' '))), /is larger than 1048576 bytes/],
  ])('%s: says so', async (_what, make, message) => {
    const graded = await grade(await make())
    expect(graded.evidence).toBe('refused')
    expect(said(graded)).toEqual([expect.stringMatching(message)])
    expect(said(graded)[0]).toMatch(/^alarm not a submission: /)
  })

  it('one of a lab that is not known here keeps its name', async () => {
    const labs = writeLab(scratch, { id: '02-other' })
    expect(await grade(ada, { labs })).toMatchObject({ name: 'Ada', lab: null, findings: [{ what: 'other lab' }] })
  })
})
