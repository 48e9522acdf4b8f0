import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { usageError } from '../../core/errors.ts'
import { parseJson, readText } from '../../core/hand-written.ts'
import { jsonPlace, type JsonPath } from '../../core/json-text.ts'
import { didYouMean } from '../../core/suggest.ts'

/** Looked for in the working folder only: a run is never changed by a file that one does not see. */
const CONFIG_FILE = 'capcheck.config.json'
const SECTION = 'run'

/** The section `run` of a configuration file. */
export interface ConfigFile {
  readonly values: ReadonlyMap<string, unknown>
  /** `capcheck.config.json:3:5`, for a key, or for one element of its list. */
  where(key: string, index?: number): string
}

const NONE: ConfigFile = { values: new Map(), where: () => CONFIG_FILE }

/**
 * Reads the configuration file: `named`, or capcheck.config.json in the working folder where there is one.
 *
 * @param allowed keys that may stand in the section `run`
 * @throws CapcheckError (exit 64) naming file, line and column
 */
export function readConfigFile(named: string | undefined, cwd: string, allowed: readonly string[]): ConfigFile {
  const path = resolve(cwd, named ?? CONFIG_FILE)
  if (!existsSync(path)) {
    if (named === undefined) return NONE
    throw usageError(`--config ${named}: there is no such file`)
  }
  const shown = relative(cwd, path).startsWith('..') ? path : relative(cwd, path)
  const text = readText(path, shown)
  const at = (place: JsonPath): string => {
    const { line, column } = jsonPlace(text, place)
    return `${shown}:${line}:${column}`
  }
  const root = objectOf(parseJson(text, shown), at([]), 'a configuration file')
  for (const key of Object.keys(root)) if (key !== SECTION && key !== '$schema') refuse(at([key]), key, [SECTION])
  const section = objectOf(root[SECTION] ?? {}, at([SECTION]), `"${SECTION}"`)
  for (const key of Object.keys(section)) if (!allowed.includes(key)) refuse(at([SECTION, key]), key, allowed)
  return { values: new Map(Object.entries(section)), where: (key, index) => at(index === undefined ? [SECTION, key] : [SECTION, key, index]) }
}

function objectOf(value: unknown, where: string, what: string): { readonly [key: string]: unknown } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as { readonly [key: string]: unknown }
  throw usageError(`${where}: ${what} must be an object`, 'For example { "run": { "store": ["postgres"], "rate": 50 } }.')
}

function refuse(where: string, key: string, allowed: readonly string[]): never {
  throw usageError(`${where}: unknown key "${key}"; allowed: ${allowed.join(', ')}`, didYouMean(key, allowed))
}
