import { usageError } from '../core/errors.ts'
import { didYouMean } from '../core/suggest.ts'
import { allowedWords, type Lab } from './definition.ts'

/** The sheet that a student fills in: Markdown, one heading an item, questions quoted, answers below them. */

/** An item of the sheet as filled in. */
interface Filled {
  /** Line of its heading, from 1. */
  readonly line: number
  readonly text: string
}

export interface Sheet {
  /** As the student wrote it; empty when not filled in. */
  readonly name: string
  /** Words by id, in the lab's spelling; null where nothing stands yet. */
  readonly predictions: ReadonlyMap<string, string | null>
  /** Texts by id of the question; empty where nothing stands yet. */
  readonly explanations: ReadonlyMap<string, string>
  /** Line of each item's heading. */
  readonly lines: ReadonlyMap<string, number>
}

/** Characters of one explanation that are read. */
const LONGEST = 20_000
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} .,'’_@+-]{0,79}$/u

/** An empty sheet. */
export function renderSheet(lab: Lab, name = ''): string {
  const quoted = (text: string): string[] => text.split('\n').map((line) => `> ${line}`.trimEnd())
  const predictions = lab.predictions.flatMap((item) => [`### ${item.id}`, '', ...quoted(item.ask), `> Allowed: ${allowedWords(item).join(', ')}`, '', 'Answer:', ''])
  const questions = lab.questions.flatMap(({ id, ask, words }) => [`### ${id}`, '', ...quoted(words === 0 ? ask : `${ask} (At least ${words} words.)`), '', ''])
  return [
    ...[`# ${lab.id}: ${lab.title}`, '', `Name: ${name}`.trimEnd(), ''],
    ...(lab.predictions.length === 0 ? [] : ['## Predictions', '', '> Before you run anything. One word after each "Answer:". capcheck lab run locks them.', '', ...predictions]),
    ...['## Explanations', '', '> After the run, in your own words. Keep the headings and the quoted lines.', '', ...questions],
  ].join('\n')
}

/**
 * Reads a sheet. What is not filled in yet is no error.
 *
 * @param file what the sheet is called in messages
 * @throws CapcheckError (exit 64) naming file and line of what is not understood, and what is allowed
 */
export function parseSheet(text: string, lab: Lab, file: string): Sheet {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  refuseOther(lines[0] ?? '', lab, file)
  const items = readItems(lines, lab, file)
  const filled = new Map<string, Filled>(items)
  const predictions = new Map(lab.predictions.map((item) => [item.id, wordOf(item.id, filled.get(item.id)!, allowedWords(item), file)]))
  const explanations = new Map(lab.questions.map(({ id }) => [id, explanationOf(id, filled.get(id)!, file)]))
  return { name: nameOf(lines, file), predictions, explanations, lines: new Map([...filled].map(([id, { line }]) => [id, line])) }
}

function refuseOther(first: string, lab: Lab, file: string): void {
  const id = /^#\s+(\S+?):/.exec(first)?.[1]
  if (id === lab.id) return
  throw usageError(`${file}:1: the first line must be "# ${lab.id}: ${lab.title}"; got ${JSON.stringify(first.slice(0, 80))}`, 'Put the line back, or take a new sheet with capcheck lab start.')
}

function nameOf(lines: readonly string[], file: string): string {
  const end = lines.findIndex((line) => line.startsWith('##'))
  const at = lines.findIndex((line, index) => /^name\s*:/i.test(line) && (end < 0 || index < end))
  if (at < 0) throw usageError(`${file}:3: the line "Name: …" is missing`, 'It stands above the first heading.')
  const name = lines[at]!.replace(/^name\s*:/i, '').trim().normalize('NFC')
  if (name === '' || NAME.test(name)) return name
  throw usageError(`${file}:${at + 1}: the name must be at most 80 letters, digits, spaces and .,'_@+-; got ${JSON.stringify(name.slice(0, 90))}`)
}

/** Items by id, with what stands under their headings apart from the quoted question. */
function readItems(lines: readonly string[], lab: Lab, file: string): Map<string, Filled> {
  const known = [...lab.predictions, ...lab.questions].map(({ id }) => id)
  const items = new Map<string, { line: number; content: string[] }>()
  let current: { line: number; content: string[] } | null = null
  lines.forEach((text, index) => {
    const id = /^###\s+(\S+)\s*$/.exec(text)?.[1]
    if (id !== undefined) {
      if (!known.includes(id)) throw usageError(`${file}:${index + 1}: no item "${id}"; allowed: ${known.join(', ')}`, didYouMean(id, known) ?? 'In an explanation, begin no line with ###.')
      if (items.has(id)) throw usageError(`${file}:${index + 1}: "${id}" is there twice, first in line ${items.get(id)!.line}`)
      current = { line: index + 1, content: [] }
      items.set(id, current)
    } else if (/^##\s/.test(text)) current = null
    // The question ends with the first line of an answer: an answer may quote something.
    else if (current !== null && !(text.startsWith('>') && current.content.every((line) => line.trim() === ''))) current.content.push(text)
  })
  for (const id of known) if (!items.has(id)) throw usageError(`${file}: the heading "### ${id}" is missing`, 'Put it back, or take a new sheet with capcheck lab start.')
  return new Map([...items].map(([id, { line, content }]) => [id, { line, text: content.join('\n').trim() }]))
}

function wordOf(id: string, { line, text }: Filled, allowed: readonly string[], file: string): string | null {
  const word = text.replace(/^answer\s*:/i, '').trim().replace(/^[`*"']+|[`*"'.]+$/g, '')
  if (word === '') return null
  const found = allowed.find((each) => each.toLowerCase() === word.toLowerCase())
  if (found !== undefined) return found
  throw usageError(`${file}:${line}: "${id}" must be one of ${allowed.join(', ')}; got ${JSON.stringify(word.slice(0, 60))}`, didYouMean(word, allowed))
}

function explanationOf(id: string, { line, text }: Filled, file: string): string {
  if (text.length <= LONGEST) return text
  throw usageError(`${file}:${line}: the text under "${id}" has ${text.length} characters; at most ${LONGEST} are read`)
}

/** Words of a text. */
export function wordCount(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’_-]*/gu)?.length ?? 0
}

/** The first line by line that is not filled in, as an error; for whoever needs the predictions whole. */
export function requirePredictions(sheet: Sheet, lab: Lab, file: string): { readonly [id: string]: string } {
  if (sheet.name === '') throw usageError(`${file}:3: the name is missing`, 'Write it after "Name:".')
  const open = lab.predictions.filter(({ id }) => sheet.predictions.get(id) === null)
  if (open.length > 0) {
    const [first] = open
    const more = open.length === 1 ? '' : ` (and ${open.length - 1} more: ${open.slice(1).map(({ id }) => id).join(', ')})`
    throw usageError(`${file}:${sheet.lines.get(first!.id)}: "${first!.id}" has no answer yet; allowed: ${allowedWords(first!).join(', ')}${more}`, 'Predict first, then run: a guess is fine, a gap is not.')
  }
  return Object.fromEntries(lab.predictions.map(({ id }) => [id, sheet.predictions.get(id)!]))
}

/** Questions whose text is shorter than the lab asks for. */
export function missingExplanations(sheet: Pick<Sheet, 'explanations'>, lab: Lab): { readonly id: string; readonly words: number; readonly wanted: number }[] {
  return lab.questions.map(({ id, words: wanted }) => ({ id, words: wordCount(sheet.explanations.get(id) ?? ''), wanted })).filter(({ words, wanted }) => words < wanted)
}
