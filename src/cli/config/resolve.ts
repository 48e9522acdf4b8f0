import { InvalidArgumentError, type Command, type Option } from 'commander'
import { messageOf, usageError } from '../../core/errors.ts'
import { didYouMean } from '../../core/suggest.ts'
import type { System } from '../system.ts'
import { readConfigFile } from './file.ts'

/** Variables of the environment: this, then the option's name in capitals, `-` as `_`. */
const PREFIX = 'CAPCHECK_RUN_'
/** Not from a file or the environment: where the file is, what to do, and the consent to change the machine. */
const FLAGS_ONLY = ['config', 'print-config', 'yes', 'help']

/** One option with its value and where that came from. */
export interface Setting {
  readonly name: string
  readonly value: unknown
  /** `--rate`, `CAPCHECK_RUN_RATE`, `capcheck.config.json:3:5` or `default`. */
  readonly origin: string
}

/**
 * Completes the options of a parsed command: what was not given as a flag comes from the environment, else from the
 * configuration file, else stays the default. Whatever option the command has, it can be set in all three ways.
 *
 * @throws CapcheckError (exit 64) for unknown names and bad values, with their place
 */
export function resolveConfig(command: Command, { io, cwd }: Pick<System, 'io' | 'cwd'>): Setting[] {
  const options = command.options.filter((option) => !FLAGS_ONLY.includes(nameOf(option)))
  refuseUnknownVariables(io.env, options)
  const file = readConfigFile(command.opts<{ config?: string }>().config, cwd, options.map(nameOf))
  return options.map((option) => {
    const name = nameOf(option)
    const key = option.attributeName()
    const origin = (): string => {
      if (command.getOptionValueSource(key) === 'cli') return `--${name}`
      const text = io.env[variable(name)]
      if (text !== undefined && text !== '') {
        command.setOptionValueWithSource(key, fromText(option, text, `${variable(name)}=${text}`), 'env')
        return variable(name)
      }
      if (!file.values.has(name)) return 'default'
      command.setOptionValueWithSource(key, fromJson(option, file.values.get(name), (index) => file.where(name, index)), 'config')
      return file.where(name)
    }
    const from = origin()
    return { name, value: command.getOptionValue(key) as unknown, origin: from }
  })
}

/** The lines of --print-config. */
export function settingLines(settings: readonly Setting[]): string[] {
  const shown = settings.map(({ name, value, origin }) => [name, value === undefined ? 'not set' : Array.isArray(value) ? value.join(',') : String(value), origin] as const)
  const widths = [0, 1].map((column) => Math.max(...shown.map((cells) => cells[column]!.length)))
  return shown.map(([name, value, origin]) => `${name.padEnd(widths[0]!)}  ${value.padEnd(widths[1]!)}  ${origin}`)
}

function nameOf(option: Option): string {
  return option.long?.replace(/^--/, '') ?? option.name()
}

function variable(name: string): string {
  return `${PREFIX}${name.toUpperCase().replaceAll('-', '_')}`
}

function refuseUnknownVariables(env: NodeJS.ProcessEnv, options: readonly Option[]): void {
  const allowed = options.map((option) => variable(nameOf(option)))
  for (const name of Object.keys(env)) {
    if (!name.startsWith(PREFIX) || allowed.includes(name)) continue
    throw usageError(`the environment has ${name}, which is no option of a run; allowed: ${allowed.join(', ')}`, didYouMean(name, allowed))
  }
}

function fromText(option: Option, text: string, where: string): unknown {
  if (!option.isBoolean()) return parsed(option, text, undefined, where)
  if (/^(1|true)$/.test(text)) return true
  if (/^(0|false)$/.test(text)) return undefined
  throw usageError(`${where}: this is a switch; allowed: 1, true, 0, false`)
}

function fromJson(option: Option, value: unknown, where: (index?: number) => string): unknown {
  if (option.isBoolean()) {
    if (typeof value === 'boolean') return value || undefined
    throw usageError(`${where()}: "${nameOf(option)}" must be true or false; got ${JSON.stringify(value)}`)
  }
  if (!Array.isArray(value)) return scalar(option, value, undefined, where())
  // Only options that gather what they are given several times take lists.
  if (!gathers(option)) throw usageError(`${where()}: "${nameOf(option)}" must be one value, not a list`)
  return value.reduce<unknown>((before, one, index) => scalar(option, one, before, where(index)), undefined)
}

function scalar(option: Option, value: unknown, before: unknown, where: string): unknown {
  if (typeof value === 'string' || typeof value === 'number') return parsed(option, String(value), before, where)
  throw usageError(`${where}: "${nameOf(option)}" must be text or a number${gathers(option) ? ', or a list of them' : ''}; got ${JSON.stringify(value)}`)
}

function parsed(option: Option, text: string, before: unknown, where: string): unknown {
  try {
    return option.parseArg === undefined ? text : option.parseArg(text, before)
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw usageError(`${where}: "${nameOf(option)}" cannot be ${text}. ${messageOf(error)}`)
    throw error
  }
}

/** Does a second value join the first one? Asked of the parser itself, with a text that every gathering one takes. */
function gathers({ parseArg }: Option): boolean {
  try {
    return Array.isArray(parseArg?.('x', undefined))
  } catch {
    return false
  }
}
