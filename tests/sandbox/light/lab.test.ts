import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { cli, freshFolder } from '../../helpers/cli.ts'
import { edit } from '../../helpers/lab-submission.ts'
import { missing } from '../../helpers/needs.ts'
import { filled } from '../../unit/lab/fixture.ts'

const reason = await missing(['postgres'])
const labsOfOurs = fileURLToPath(new URL('../../../labs/01-partition', import.meta.url))

describe.skipIf(reason !== null)('lab 01, as a student works through it', () => {
  it('start, predict, run, explain, submit; and the lecturer grades it', async () => {
    const root = dirname(freshFolder('lab'))
    const [labs, folder] = [join(root, 'labs'), join(root, 'work')]
    // The lab itself, with phases that are short: which letter it is does not hang on them.
    cpSync(labsOfOurs, join(labs, '01-partition'), { recursive: true })
    edit(join(labs, '01-partition', 'lab.json'), (text) => text.replace('"minAttempts": 100', '"minAttempts": 20, "beforeMs": 1000'))
    const lab = (...args: string[]) => cli(['lab', ...args, '--labs', labs], {}, { cwd: root })
    expect((await lab('start', '01', '--name', 'Ada Lovelace', '--dir', folder)).code).toBe(0)

    const sheet = join(folder, 'sheet.md')
    const words = { 'alone-leader-writes': 'refuses', 'alone-others-read': 'refuses', 'alone-letter': 'CP', 'with-leader-writes': 'answers', 'with-others-write': 'refuses', 'with-letter': 'CP' }
    edit(sheet, (text) => filled(text, words))
    const ran = await lab('run', '--dir', folder, '--on', 'sandbox')
    expect(ran.stdout).toMatch(/≠ {2}alone-leader-writes {2}refuses {4}answers {3}n1 \d+ of \d+\n/)
    expect(ran.stdout).toMatch(/5 of 6 as predicted\n$/)
    expect(ran.code).toBe(0)

    const early = await lab('submit', '--dir', folder)
    expect(early.stderr).toMatch(/"who-was-alive" has 0 words; the lab asks for at least 25/)
    const text = 'The probes of every link are in the report, and all processes were alive while the cut held. '.repeat(3)
    edit(sheet, (before) => filled(before, { 'who-was-alive': text, 'majority-is-not-magic': `Nobody promotes a standby. ${text}`, 'why-this-letter': `Node n2 refused everything. ${text}` }))
    const handedIn = join(root, 'ada.capcheck.tar.gz')
    expect(await lab('submit', '--dir', folder, '--out', handedIn)).toMatchObject({ code: 0 })

    const graded = await lab('grade', handedIn, '--key', fileURLToPath(new URL('../../../lab-keys', import.meta.url)), '--out', join(root, 'grades.md'))
    expect(graded).toMatchObject({ code: 0, stdout: expect.stringMatching(/Ada Lovelace {2}01-partition {2}verified {2}5\/6 {5}3\/3 {8}1\n\n1 submission, nothing wrong with any\n$/) as string })
    expect(readFileSync(join(root, 'grades.md'), 'utf8')).toContain('### Ada Lovelace')

    // A mind that changed after the run does not go unnoticed.
    writeFileSync(sheet, readFileSync(sheet, 'utf8').replace(/(### alone-leader-writes\n[^#]*)refuses\n/, '$1answers\n'))
    const changed = await lab('submit', '--dir', folder)
    expect(changed.stderr).toMatch(/"alone-leader-writes" was locked as "refuses" before the run; it now says "answers"/)
    expect(changed.code).toBe(64)
  })
})
