import { basename } from 'node:path'
import type { Finding, Graded } from './graded.ts'

/** What only shows when submissions are laid side by side. */
const ALIKE = [
  ['runs', 'same run', 'alarm', 'the same recorded history as'],
  ['texts', 'same text', 'alarm', 'the same explanation as'],
  // A minimal history may be the same by chance.
  ['files', 'same file', 'note', 'the same file as'],
] as const

/**
 * Adds to each submission which others have the same run, text or file. Every run of a lab has a seed and times of its
 * own, so an equal history is the same run handed in twice.
 */
export function sideBySide(all: readonly Graded[]): Graded[] {
  const more = all.map((): Finding[] => [])
  for (const [print, what, level, words] of ALIKE) {
    const holders = new Map<string, Set<number>>()
    all.forEach(({ prints, lab }, index) => {
      for (const one of prints[print]) holders.set(`${lab} ${one}`, (holders.get(`${lab} ${one}`) ?? new Set()).add(index))
    })
    for (const [index, others] of othersOf(holders, all.length).entries()) {
      if (others.length > 0) more[index]!.push({ level, what, text: `${words} ${others.map((other) => shownAs(all[other]!)).join(', ')}` })
    }
  }
  const names = Map.groupBy(all.keys(), (index) => `${all[index]!.lab} ${all[index]!.name.toLowerCase()}`)
  for (const [, holders] of names) {
    if (holders.length < 2 || all[holders[0]!]!.name === '') continue
    for (const index of holders) more[index]!.push({ level: 'note', what: 'same name', text: `the same name as in ${holders.filter((other) => other !== index).map((other) => basename(all[other]!.file)).join(', ')}` })
  }
  return all.map((graded, index) => withFindings(graded, more[index]!))
}

/**
 * Adds to each submission whether its predictions were noted elsewhere before the run: the lecturer has collected the
 * digits that `lab run` prints.
 */
export function againstNoted(all: readonly Graded[], noted: string): Graded[] {
  const text = noted.toLowerCase()
  return all.map((graded) => {
    if (graded.lock === null || text.includes(graded.lock)) return graded
    return withFindings(graded, [{ level: 'alarm', what: 'not noted', text: `the predictions were locked as ${graded.lock}, which is not among those that were noted` }])
  })
}

/** For each submission, the others that share something with it. */
function othersOf(holders: ReadonlyMap<string, ReadonlySet<number>>, count: number): number[][] {
  const others = Array.from({ length: count }, () => new Set<number>())
  for (const group of holders.values()) {
    if (group.size > 1) for (const one of group) for (const other of group) if (one !== other) others[one]!.add(other)
  }
  return others.map((set) => [...set].toSorted((a, b) => a - b))
}

function withFindings(graded: Graded, more: readonly Finding[]): Graded {
  if (more.length === 0) return graded
  return { ...graded, findings: [...graded.findings, ...more] }
}

function shownAs({ name, file }: Graded): string {
  return name === '' ? basename(file) : `${name} (${basename(file)})`
}
