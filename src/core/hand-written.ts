import { readFileSync } from 'node:fs'
import { messageOf, usageError } from './errors.ts'
import { jsonFailure } from './json-text.ts'

/**
 * Text of a file that somebody wrote by hand, without a byte order mark.
 *
 * @param shown how messages name the file
 * @throws CapcheckError (exit 64) when it cannot be read
 */
export function readText(path: string, shown = path): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    throw usageError(`${shown} cannot be read: ${messageOf(error)}`)
  }
}

/**
 * The JSON value in such a text.
 *
 * @throws CapcheckError (exit 64) naming file, line and column of what is no JSON
 */
export function parseJson(text: string, shown: string, hint?: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const { line, column } = jsonFailure(text) ?? { line: 1, column: 1 }
    throw usageError(`${shown}:${line}:${column}: this is no JSON: ${messageOf(error)}`, hint)
  }
}
