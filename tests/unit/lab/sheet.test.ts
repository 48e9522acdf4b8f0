import { describe, expect, it } from 'vitest'
import { missingExplanations, parseSheet, renderSheet, requirePredictions, wordCount } from '../../../src/lab/sheet.ts'
import { filled, lab } from './fixture.ts'

const LAB = lab()
const EMPTY = renderSheet(LAB, 'Ada Lovelace')
const read = (text: string) => parseSheet(text, LAB, 'sheet.md')
const PREDICTED = { 'alone-write': 'Answer: refuses', 'others-read': 'Answers', letter: 'Answer: `cp`', 'in-order': 'answer:  holds.' }

describe('an empty sheet', () => {
  it('can be read back, with nothing filled in', () => {
    const { name, predictions, explanations } = read(EMPTY)
    expect(name).toBe('Ada Lovelace')
    expect([...predictions]).toEqual([['alone-write', null], ['others-read', null], ['letter', null], ['in-order', null]])
    expect([...explanations]).toEqual([['why', ''], ['what-else', '']])
  })

  it('names every word that is allowed beside the question', () => {
    expect(EMPTY).toMatch(/### letter\n\n> Which letter\?\n> Allowed: CP, AP, neither, none\n\nAnswer:\n/)
  })

  it('is refused with the line of the first gap where predictions are needed', () => {
    expect(() => requirePredictions(read(EMPTY), LAB, 'sheet.md')).toThrow('sheet.md:9: "alone-write" has no answer yet; allowed: answers, refuses, partly (and 3 more: others-read, letter, in-order)')
    expect(() => requirePredictions(read(renderSheet(LAB)), LAB, 'sheet.md')).toThrow('sheet.md:3: the name is missing')
  })
})

describe('a sheet that was filled in', () => {
  const done = filled(EMPTY, { ...PREDICTED, why: '> a quotation comes first\nIt had no majority.\n\n> one in the middle stays\n- so it waited' })

  it('has predictions in the spelling of the lab', () => {
    expect(requirePredictions(read(done), LAB, 'sheet.md')).toEqual({ 'alone-write': 'refuses', 'others-read': 'answers', letter: 'CP', 'in-order': 'holds' })
  })

  it('has explanations as they were written, without the question', () => {
    expect(read(done).explanations.get('why')).toBe('It had no majority.\n\n> one in the middle stays\n- so it waited')
  })

  it('is read the same with a byte order mark and the line ends of Windows', () => {
    expect(read(`\uFEFF${done.replaceAll('\n', '\r\n')}`).predictions).toEqual(read(done).predictions)
  })

  it('says which explanations are too short', () => {
    expect(missingExplanations(read(done), LAB)).toEqual([])
    expect(missingExplanations(read(filled(EMPTY, { why: 'no idea' })), LAB)).toEqual([{ id: 'why', words: 2, wanted: 3 }])
    expect(wordCount("It's 3 nodes – don’t ask, n1.")).toBe(6)
  })
})

describe('a sheet that is not understood', () => {
  it.each([
    ['a word that is not allowed', filled(EMPTY, { letter: 'Answer: yes' }), 'sheet.md:23: "letter" must be one of CP, AP, neither, none; got "yes"'],
    ['two words', filled(EMPTY, { letter: 'Answer: CP or AP' }), '"letter" must be one of CP, AP, neither, none; got "CP or AP"'],
    ['a heading that nobody asked for', `${EMPTY}\n### letters\n`, 'no item "letters"; allowed: alone-write, others-read, letter, in-order, why, what-else'],
    ['an item twice', `${EMPTY}\n### letter\n\nAP\n`, '"letter" is there twice, first in line 23'],
    ['an item taken out', EMPTY.replace('### letter', 'letter'), 'the heading "### letter" is missing'],
    ['the sheet of another lab', EMPTY.replace('# 01-test', '# 02-bank'), 'sheet.md:1: the first line must be "# 01-test: A test"; got "# 02-bank: A test"'],
    ['no line for the name', EMPTY.replace('Name: ', 'By '), 'the line "Name: …" is missing'],
    ['a name that is none', EMPTY.replace('Ada Lovelace', '../../<b>'), 'sheet.md:3: the name must be'],
    ['a text without end', filled(EMPTY, { why: 'a '.repeat(20_000) }), 'at most 20000 are read'],
    ['nothing', '', 'the first line must be'],
  ])('%s: one error with its line', (_what, text, message) => {
    let thrown: unknown
    try {
      read(text)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ exitCode: 64, message: expect.stringContaining(message) as string })
  })

  it('is told what may have been meant', () => {
    expect(() => read(filled(EMPTY, { 'alone-write': 'refuse' }))).toThrow(expect.objectContaining({ hint: 'Did you mean refuses?' }) as Error)
  })
})
