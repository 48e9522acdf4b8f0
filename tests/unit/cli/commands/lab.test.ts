import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { edit, handIn, submit, workThrough, writeLab } from '../../../helpers/lab-submission.ts'
import { runHere } from '../../../helpers/run-here.ts'
import { filled } from '../../lab/fixture.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-lab-cli-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const LABS = writeLab(scratch)
/** Grading starts processes; milliseconds that a busy machine may take for it, and seconds for one submission. */
const SLOW_MS = 180_000
const LIMIT = '170'
const lab = (args: readonly string[], cwd = scratch, env: NodeJS.ProcessEnv = process.env) => runHere(['lab', ...args], { cwd, env })

describe('capcheck lab start', () => {
  it('writes the sheet and the chapter, asks nothing, and says what to do next', async () => {
    const { code, stdout } = await lab(['start', '01', '--name', 'Ada', '--labs', LABS])
    expect(stdout).toMatch(/01-test: A test[^]*predict {3}in 01-test\/sheet\.md: 4 answers of one word/)
    expect(code).toBe(0)
    expect(readFileSync(join(scratch, '01-test', 'sheet.md'), 'utf8')).toMatch(/^# 01-test: A test\n\nName: Ada\n/)
    expect(existsSync(join(scratch, '01-test', 'chapter.md'))).toBe(true)
    const again = await lab(['start', '01', '--labs', LABS])
    expect(again.stderr).toMatch(/sheet\.md is there: a lab was started in this folder before[^]*--dir/)
    expect(again.code).toBe(64)
  })

  it.each([
    [['start', '99', '--labs', LABS], /no lab "99"; allowed: 01-test/],
    [['start', '01', '--labs', LABS, '--name', 'a\nb', '--dir', join(scratch, 'x')], /--name "a\\nb" cannot be a name/],
    [['start', '01', '--labs', LABS, '--dir', '/proc/lab'], /the folder \/proc\/lab cannot be written/],
    [['list', '--labs', join(scratch, 'nowhere')], /there are no labs in .*nowhere/],
    [['run', '--dir', scratch], /no lab was started in .*: it has no lab\.log/],
    [['grade'], /missing required argument 'submissions'/],
    [['grade', 'nothing.tar.gz'], /there is no file nothing\.tar\.gz/],
    [['grade', scratch], /is no file/],
    [['grade', '/dev/null', '--out', 'grades.xls'], /--out grades\.xls: the ending must be one of \.md, \.csv, \.json/],
    [['grade', join(LABS, '01-test', 'lab.json'), '--key', 'nowhere', '--labs', LABS], /--key nowhere: there is no such folder/],
    [['grade', join(LABS, '01-test', 'lab.json'), '--key', scratch, '--labs', LABS], /no key of any lab is in it; it should have 01-test\.json/],
    [['hand-in'], /unknown command 'hand-in'/],
  ])('%j is refused', async (args, message) => {
    const { code, stderr } = await lab(args)
    expect(stderr).toMatch(message)
    expect(code).toBe(64)
  })
})

describe('capcheck lab run', () => {
  it('refuses gaps, and locks nothing then', async () => {
    const folder = join(scratch, 'gaps')
    await lab(['start', '01', '--labs', LABS, '--dir', folder])
    const log = readFileSync(join(folder, 'lab.log'), 'utf8')
    const { code, stderr } = await lab(['run', '--labs', LABS], folder)
    expect(stderr).toMatch(/sheet\.md:3: the name is missing/)
    expect(code).toBe(64)
    expect(readFileSync(join(folder, 'lab.log'), 'utf8')).toBe(log)
  })

  it('without its engine says what is missing, and the lock stays', async () => {
    const folder = join(scratch, 'no-engine')
    await lab(['start', '01', '--labs', LABS, '--dir', folder, '--name', 'Ada'])
    edit(join(folder, 'sheet.md'), (sheet) => filled(sheet, { 'alone-write': 'refuses', 'others-read': 'answers', letter: 'CP', 'in-order': 'holds' }))
    const cache = join(scratch, 'empty-cache')
    mkdirSync(cache)
    const { code, stderr } = await lab(['run', '--labs', LABS, '--on', 'sandbox'], folder, { CAPCHECK_CACHE: cache, PATH: '/nowhere' })
    expect(stderr).toMatch(/Predictions locked: [0-9a-f]{16} [^]*postgres was not run: /)
    expect(code).toBe(3)
    expect(readFileSync(join(folder, 'lab.log'), 'utf8').trimEnd().split('\n')).toHaveLength(2)
    edit(join(folder, 'sheet.md'), (sheet) => sheet.replace('CP\n', 'AP\n'))
    const changed = await lab(['run', '--labs', LABS], folder)
    expect(changed.stderr).toMatch(/sheet\.md:\d+: "letter" was locked as "CP" before the run; it now says "AP"/)
    expect(changed.code).toBe(64)
  })

  it('shows prediction against observation again for a run that is there', async () => {
    const folder = await workThrough(scratch, LABS, { name: 'Ada', predictions: { 'alone-write': 'answers', 'others-read': 'answers', letter: 'CP', 'in-order': 'holds' } })
    const { code, stdout, stderr } = await lab(['run', '--labs', LABS], folder)
    expect(stdout).toMatch(/≠ {2}alone-write {2}answers {4}refuses {3}n1 0 of 50\n[^]*\n3 of 4 as predicted\n$/)
    expect(stderr).toMatch(/--again runs once more/)
    expect(code).toBe(0)
  })
})

describe('capcheck lab submit', { timeout: SLOW_MS }, () => {
  it('asks for what is missing, then writes one file that can be graded', async () => {
    const folder = await workThrough(scratch, LABS, { name: 'Ada Lovelace', explanations: { why: 'two words' } })
    const short = await lab(['submit', '--labs', LABS], folder)
    expect(short.stderr).toMatch(/sheet\.md:\d+: "why" has 2 words; the lab asks for at least 3/)
    expect(short.code).toBe(64)
    edit(join(folder, 'sheet.md'), (sheet) => sheet.replace('two words', 'these are three'))
    const { code, stdout } = await lab(['submit', '--labs', LABS], folder)
    expect(stdout).toBe('01-test-ada-lovelace.capcheck.tar.gz\n')
    expect(code).toBe(0)
    const graded = await lab(['grade', '01-test-ada-lovelace.capcheck.tar.gz', '--labs', LABS, '--limit', LIMIT], folder)
    expect(graded.stdout).toMatch(/Ada Lovelace {2}01-test {2}verified {2}4\/4 {5}2\/2/)
    expect(graded.code).toBe(0)
  })

  it('before the run is refused', async () => {
    const folder = join(scratch, 'early')
    await lab(['start', '01', '--labs', LABS, '--dir', folder, '--name', 'Ada'])
    edit(join(folder, 'sheet.md'), (sheet) => filled(sheet, { 'alone-write': 'refuses', 'others-read': 'answers', letter: 'CP', 'in-order': 'holds' }))
    const { code, stderr } = await lab(['submit', '--labs', LABS], folder)
    expect(stderr).toMatch(/the lab was not run in .* yet[^]*capcheck lab run/)
    expect(code).toBe(64)
  })
})

describe('capcheck lab grade', { timeout: SLOW_MS }, () => {
  it('with the locks that were noted, finds predictions that were not', async () => {
    const noted = join(scratch, 'noted.txt')
    const [ada, bob] = [await workThrough(scratch, LABS, { name: 'Ada' }), await workThrough(scratch, LABS, { name: 'Bob' })]
    const lock = readFileSync(join(ada, 'lab.log'), 'utf8').split('\n')[1]!.slice(0, 16)
    writeFileSync(noted, `Ada: ${lock.toUpperCase()}\n`)
    const { code, stdout } = await lab(['grade', await submit(ada, LABS), await submit(bob, LABS), '--labs', LABS, '--limit', LIMIT, '--noted', 'noted.txt'])
    expect(stdout).toMatch(/Ada +01-test +verified +4\/4 +2\/2 +1\nBob .* NOT NOTED\n\nBob .*:\n {2}not noted: the predictions were locked as [0-9a-f]{16}, which is not among those that were noted/)
    expect(code).toBe(1)
  })

  it('writes every table, names what is wrong, and exits with 1 for it', async () => {
    const bad = join(scratch, 'bad.capcheck.tar.gz')
    writeFileSync(bad, 'not this one')
    const [ada, bob] = [await handIn(scratch, LABS, { name: 'Ada' }), await handIn(scratch, LABS, { name: 'Bob' })]
    const { code, stdout } = await lab(['grade', ada, bob, bad, ada, '--labs', LABS, '--limit', LIMIT, '--out', 'out/grades.md', '--out', 'out/grades.csv', '--out', 'out/grades.json'])
    expect(stdout).toMatch(/bad\.capcheck\.tar\.gz:\n {2}not a submission: .*it is not compressed with gzip\n3 submissions, something wrong with 1\n$/)
    expect(code).toBe(1)
    expect(readFileSync(join(scratch, 'out/grades.md'), 'utf8')).toMatch(/^# Grades\n[^]*### Ada[^]*### Bob/)
    expect(readFileSync(join(scratch, 'out/grades.csv'), 'utf8').split('\r\n')).toHaveLength(5)
    expect((JSON.parse(readFileSync(join(scratch, 'out/grades.json'), 'utf8')) as { submissions: object[] }).submissions).toHaveLength(3)
  })
})
