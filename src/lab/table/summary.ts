import { basename } from 'node:path'
import { explainedOf, scoreOf, type Graded } from '../grade/graded.ts'

/** One line of the lecturer's table, in words. */
export interface SummaryLine {
  readonly name: string
  readonly file: string
  readonly lab: string
  readonly evidence: string
  readonly predicted: string
  readonly explained: string
  readonly runs: string
  readonly remarks: string
}

export const SUMMARY_HEAD: { readonly [column in keyof SummaryLine]: string } = {
  name: 'Name',
  file: 'File',
  lab: 'Lab',
  evidence: 'Evidence',
  predicted: 'Points',
  explained: 'Explained',
  runs: 'Runs',
  remarks: 'Remarks',
}

/** The line of one submission. Alarms come first and in capitals, so that nobody overlooks them. */
export function summaryLine(graded: Graded): SummaryLine {
  const { points, most } = scoreOf(graded)
  const kinds = (level: 'alarm' | 'note'): string[] => [...new Set(graded.findings.filter((finding) => finding.level === level).map(({ what }) => what))]
  return {
    name: graded.name === '' ? '(no name)' : graded.name,
    file: basename(graded.file),
    lab: graded.lab ?? '?',
    evidence: graded.evidence,
    predicted: `${points}/${most}`,
    explained: `${explainedOf(graded)}/${graded.explanations.length}`,
    runs: String(graded.attempts),
    remarks: [...kinds('alarm').map((what) => what.toUpperCase()), ...kinds('note')].join(', '),
  }
}

/** Submissions with something wrong, of all. */
export function alarmed(all: readonly Graded[]): readonly Graded[] {
  return all.filter(({ findings }) => findings.some(({ level }) => level === 'alarm'))
}

/** By lab, then by name; the order in which files were named says nothing. */
export function inOrder(all: readonly Graded[]): Graded[] {
  return all.toSorted((a, b) => (a.lab ?? '').localeCompare(b.lab ?? '', 'en') || a.name.localeCompare(b.name, 'en') || a.file.localeCompare(b.file, 'en'))
}
