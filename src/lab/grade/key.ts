import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { usageError } from '../../core/errors.ts'
import { allowedWords, type Lab } from '../definition.ts'
import { readJsonFile } from '../json-file.ts'
import type { Row } from '../rows.ts'
import type { Finding } from './graded.ts'

/** Answer keys: one `<lab>.json` each, in a folder that students need not have. */

const word = z.string().min(1)

const keySchema = z.strictObject({
  schemaVersion: z.literal(1),
  lab: z.string(),
  /** What should be seen, by id of the prediction; several words where either is right. */
  expected: z.record(z.string(), z.union([word, z.array(word).min(1)])),
  explanations: z.record(
    z.string(),
    z.strictObject({
      answer: z.string(),
      /** Ideas that a good text mentions, each with the ways to write it. */
      mentions: z.array(z.array(word).min(1)),
    }),
  ),
})

export type Key = z.infer<typeof keySchema>

/**
 * The key of a lab; null when the folder has none.
 *
 * @throws CapcheckError (exit 64) with the place of what is wrong in it
 */
export function readKey(folder: string, lab: Lab): Key | null {
  const path = join(folder, `${lab.id}.json`)
  if (!existsSync(path)) return null
  const { value: key } = readJsonFile(path, keySchema, 'docs/labs.md says what stands in an answer key.')
  if (key.lab !== lab.id) throw usageError(`${path}: it is the key of "${key.lab}"`)
  const wrong = (id: string, what: string, known: readonly string[]): never => {
    throw usageError(`${path}: ${what} "${id}"; allowed: ${known.join(', ')}`)
  }
  for (const [id, words] of Object.entries(key.expected)) {
    const item = lab.predictions.find((each) => each.id === id && each.kind !== 'profile')
    if (item === undefined) return wrong(id, 'the lab has no prediction', lab.predictions.filter(({ kind }) => kind !== 'profile').map((each) => each.id))
    for (const one of [words].flat()) if (!allowedWords(item).includes(one)) wrong(one, `"${id}" cannot be`, allowedWords(item))
  }
  for (const id of Object.keys(key.explanations)) if (!lab.questions.some((each) => each.id === id)) wrong(id, 'the lab has no question', lab.questions.map((each) => each.id))
  return key
}

/**
 * Rows with the key laid beside them: where a run was unclear, the key decides; where it showed something else than the
 * key expects, the student keeps the point for seeing what there was to see, and the lecturer is told.
 */
export function withKey(rows: readonly Row[], key: Key): { readonly rows: Row[]; readonly findings: Finding[] } {
  const findings: Finding[] = []
  const judged = rows.map((row): Row => {
    const expected = Object.hasOwn(key.expected, row.id) ? [key.expected[row.id]!].flat() : null
    if (expected === null) return row
    if (row.observed === null) return { ...row, points: expected.includes(row.predicted) ? row.most : 0, detail: `by the key (${expected.join(' or ')}): ${row.detail}` }
    if (!expected.includes(row.observed)) findings.push({ level: 'note', what: 'not as the key', text: `${row.id}: observed ${row.observed}, the key says ${expected.join(' or ')}` })
    return row
  })
  return { rows: judged, findings }
}

/** Which ideas of the key a text mentions. */
export function mentioned(text: string, id: string, key: Key): { readonly found: string[]; readonly of: number } | null {
  const mentions = Object.hasOwn(key.explanations, id) ? key.explanations[id]!.mentions : null
  if (mentions === null) return null
  const plain = text.toLowerCase()
  return { found: mentions.filter((ways) => ways.some((way) => plain.includes(way.toLowerCase()))).map(([first]) => first!), of: mentions.length }
}
