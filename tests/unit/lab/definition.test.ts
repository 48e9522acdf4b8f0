import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { labNamed, readLabs } from '../../../src/lab/labs.ts'
import { labText } from './fixture.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-labs-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** A folder of labs with one in it. */
function labs(text: string, id = '01-test'): string {
  const folder = mkdtempSync(join(scratch, 'labs-'))
  mkdirSync(join(folder, id))
  writeFileSync(join(folder, id, 'lab.json'), text)
  writeFileSync(join(folder, id, 'README.md'), '# A test\n')
  return folder
}

const of = { profile: 'PG-5', workload: 'register', shape: 'leader-alone' }
const item = (changes: object): string => labText({ predictions: [{ id: 'x', kind: 'answers', ask: '?', of, side: 'minority', f: 'read', ...changes }] })

describe('a lab.json', () => {
  it('is found by its id or the beginning of it', () => {
    const folder = labs(labText())
    for (const id of ['01-test', '01']) expect(labNamed(folder, id).lab.title).toBe('A test')
    expect(() => labNamed(folder, '01-tset')).toThrow(expect.objectContaining({ message: 'no lab "01-tset"; allowed: 01-test', hint: 'Did you mean 01-test?' }) as Error)
  })

  it.each([
    ['no JSON', '{"schemaVersion": 1,\n "id": }', /lab\.json:2:8: this is no JSON/],
    ['a field that does not exist', labText({ points: 3 }), /lab\.json:1:1: the top level: .*points/],
    ['an unknown profile', item({ of: { ...of, profile: 'PG-99' } }), /predictions\.0\.of/],
    ['a profile that is not run', item({ of: { ...of, profile: 'PG-1' } }), /predictions\.0\.of: "run" has no PG-1 among its profiles/],
    ['a shape that is not run', item({ of: { ...of, shape: 'bridge' } }), /"run" has no bridge among its shapes/],
    ['a workload that the profile does not offer', item({ of: { profile: 'C-7', workload: 'register', shape: 'leader-alone' } }), /C-7 does not offer register; it is offered by PG-1/],
    ['a side that the shape does not have', item({ side: 'left' }), /lab\.json:\d+:\d+: predictions\.0\.side: leader-alone has no side left; it has minority, majority/],
    ['an operation that the workload does not have', item({ f: 'like' }), /predictions\.0\.f: register has no like; it has read, write, cas/],
    ['a choice that nobody makes', item({ of: { choice: 'mine' } }), /there is no item "mine" of kind "profile"/],
    ['the same id twice', labText({ questions: [{ id: 'letter', ask: '?', words: 1 }] }), /questions\.0\.id: "letter" is there twice/],
    ['no run to predict', labText({ run: undefined }), /predictions\.0\.of: this lab has no "run"/],
    ['a file elsewhere', labText({ predictions: [{ id: 'x', kind: 'history', ask: '?', file: '../x', model: 'register' }] }), /predictions\.0\.file: must be the name of a file beside lab\.json/],
  ])('%s is refused with its place', (_what, text, message) => {
    expect(() => readLabs(labs(text))).toThrow(message)
  })

  it('must be called as its folder, and lie beside its chapter', () => {
    expect(() => readLabs(labs(labText(), '02-test'))).toThrow('the lab is called 01-test, its folder 02-test')
    const folder = labs(labText())
    rmSync(join(folder, '01-test', 'README.md'))
    expect(() => readLabs(folder)).toThrow('the lab 01-test has no README.md')
  })

  it('that is not there: says where it looked', () => {
    expect(() => readLabs(join(scratch, 'nowhere'))).toThrow(/there are no labs in .*nowhere/)
  })
})
