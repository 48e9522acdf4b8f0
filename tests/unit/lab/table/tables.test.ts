import { describe, expect, it } from 'vitest'
import type { Graded } from '../../../../src/lab/grade/graded.ts'
import { gradesCsv, gradesJson } from '../../../../src/lab/table/files.ts'
import { gradesMarkdown } from '../../../../src/lab/table/markdown.ts'
import { rowLines } from '../../../../src/lab/table/rows.ts'
import { gradesText } from '../../../../src/lab/table/text.ts'
import { HOSTILE } from '../../report/fixture.ts'

const GOOD: Graded = {
  ...{ file: '/in/ada.tar.gz', lab: '01-test', name: 'Ada', evidence: 'verified', attempts: 2, lock: '0123456789abcdef', findings: [] },
  rows: [
    { id: 'letter', kind: 'letter', predicted: 'CP', observed: 'CP', detail: 'no violation', points: 1, most: 1 },
    { id: 'mine', kind: 'profile', predicted: 'PG-2', observed: 'meets 1 of 2', detail: 'yes: a; no: b', points: 1, most: 2 },
    { id: 'other', kind: 'letter', predicted: 'AP', observed: null, detail: 'too few attempts', points: 0, most: 1 },
  ],
  explanations: [{ id: 'why', text: 'No majority.\n# Grade: 6/6', words: 4, wanted: 3, mentions: { found: ['majority'], of: 2 } }],
  prints: { runs: ['a'], texts: [], files: [] },
}
const BAD: Graded = {
  ...GOOD,
  ...{ name: '=cmd|x', file: '/in/eve.tar.gz', evidence: 'refused', attempts: 1 },
  findings: [
    { level: 'alarm', what: 'changed evidence', text: HOSTILE },
    { level: 'note', what: 'explanation missing', text: 'why: 0 of 3 words' },
  ],
  explanations: [{ id: 'why', text: HOSTILE, words: 2, wanted: 3, mentions: null }],
}
const LABS = [{ id: '01-test', title: 'A test', questions: [{ id: 'why', ask: 'Why?' }], key: { schemaVersion: 1 as const, lab: '01-test', expected: {}, explanations: { why: { answer: 'No quorum.', mentions: [] } } } }]

describe('the table of grades', () => {
  it('on a terminal: a line each, alarms in capitals, and what is wrong with whom', () => {
    expect(gradesText([GOOD, BAD])).toEqual([
      'Name    Lab      Evidence  Points  Explained  Runs  Remarks',
      '=cmd|x  01-test  refused   2/4     0/1        1     CHANGED EVIDENCE, explanation missing',
      'Ada     01-test  verified  2/4     1/1        2',
      '',
      '=cmd|x (eve.tar.gz):',
      `  changed evidence: ${HOSTILE}`,
      '2 submissions, something wrong with 1',
    ])
  })

  it('as CSV: a column for each question, and no name is a formula', () => {
    const [head, ...lines] = gradesCsv([GOOD, BAD]).split('\r\n')
    expect(head).toBe('name,file,lab,evidence,points,of,explained,runs,remarks,01-test letter,01-test mine,01-test other,01-test why (words)')
    expect(lines).toEqual([`'=cmd|x,eve.tar.gz,01-test,refused,2,4,0 of 1,1,"CHANGED EVIDENCE, explanation missing",1,1,0,2`, 'Ada,ada.tar.gz,01-test,verified,2,4,1 of 1,2,,1,1,0,4', ''])
  })

  it('as JSON: everything but the fingerprints', () => {
    const { submissions } = JSON.parse(gradesJson([GOOD], '0.1.0')) as { submissions: object[] }
    const { prints: _prints, ...rest } = GOOD
    expect(submissions).toEqual([{ ...rest, score: { points: 2, most: 4 } }])
  })

  it('as Markdown: what a student wrote stays a quotation', () => {
    const page = gradesMarkdown([GOOD, BAD], LABS)
    expect(page).toContain('**why** Why?\n\nKey: No quorum.')
    expect(page).toContain('**why** (4 words, mentions 1 of 2: majority)\n\n> No majority.\n> \\# Grade: 6/6\n')
    expect(page).toContain('| other | `AP` | unclear | 0/1 | too few attempts |')
    expect(page).not.toMatch(/<script|<img/)
    // Headings are those of the page alone.
    expect(page.match(/^#.*/gm)).toEqual(['# Grades', '## 01-test: A test', '### =cmd\\|x', '### Ada'])
  })
})

describe('prediction against observation', () => {
  it('marks what agrees, what does not, and what is unclear', () => {
    expect(rowLines(GOOD.rows)).toEqual([
      '   question  predicted  observed      seen',
      '=  letter    CP         CP            no violation',
      '≠  mine      PG-2       meets 1 of 2  yes: a; no: b',
      '?  other     AP         unclear       too few attempts',
      '',
      '1 of 3 as predicted, 1 unclear',
    ])
    expect(rowLines([])).toEqual([])
  })
})
