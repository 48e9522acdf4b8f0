import { readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { messageOf, usageError } from '../core/errors.ts'
import { jsonFailure, jsonPlace } from '../core/json-text.ts'
import type { NamedResult } from '../report/comparison/comparison.ts'
import { storedSchema, type StoredResult } from '../report/comparison/stored.ts'

const RESULT_FILE = 'result.json'

/**
 * Reads run folders or result.json files for a comparison. A run that is named twice (`latest` is a link) is read once.
 *
 * @returns results, named by their folders as shortly as they differ, and remarks for the reader
 * @throws CapcheckError (exit 64) naming file and line of what cannot be read
 */
export function readStoredResults(paths: readonly string[]): { readonly results: NamedResult[]; readonly remarks: string[] } {
  const files = new Map<string, string>()
  const remarks: string[] = []
  for (const path of paths) {
    const file = resultFile(path)
    const real = realpathSync(file)
    const before = files.get(real)
    if (before === undefined) files.set(real, path)
    else remarks.push(`${path} is the same run as ${before}; it is shown once`)
  }
  const names = shortNames([...files.keys()].map(namedAfter))
  return { results: [...files.values()].map((path, index) => ({ name: names[index]!, result: readStored(resultFile(path)) })), remarks }
}

function resultFile(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw usageError(`there is no file or folder ${path}`)
  if (found.isFile()) return path
  if (!found.isDirectory()) throw usageError(`${path} is neither a run folder nor a ${RESULT_FILE}`)
  const file = join(path, RESULT_FILE)
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file
  const whole = statSync(join(path, 'run.json'), { throwIfNoEntry: false }) !== undefined
  throw usageError(`the folder ${path} has no ${RESULT_FILE}`, whole ? `capcheck report ${path} writes it from the histories.` : 'Run folders are written by capcheck run, by default below reports/runs.')
}

function readStored(file: string): StoredResult {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw usageError(`${file} cannot be read: ${messageOf(error)}`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const { line, column } = jsonFailure(text) ?? { line: 1, column: 1 }
    throw usageError(`${file}:${line}:${column}: this is no JSON: ${messageOf(error)}`)
  }
  const parsed = storedSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = (issue?.path ?? []).map((part) => (typeof part === 'number' ? part : String(part)))
  const { line, column } = jsonPlace(text, path)
  throw usageError(
    `${file}:${line}:${column}: this is not a result.json of schema version 1: ${path.length === 0 ? 'the top level' : path.join('.')}: ${issue?.message ?? 'not understood'}`,
    'capcheck report <run folder> writes result.json anew from the histories.',
  )
}

/** The folder of a result.json; the file itself when it was renamed. */
function namedAfter(file: string): string {
  return basename(file) === RESULT_FILE ? dirname(file) : file
}

/** Last parts of the paths: as many as it takes for all to differ. */
function shortNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split(/[\\/]/).filter((part) => part !== ''))
  const longest = Math.max(0, ...parts.map(({ length }) => length))
  for (let count = 1; count <= longest; count++) {
    const names = parts.map((each) => each.slice(-count).join('/'))
    if (new Set(names).size === names.length) return names
  }
  return [...paths]
}
