import type { Argument, Command, Option } from 'commander'
import { ROWS } from '../../atlas/findings.ts'
import { TRANSACTION_MODELS } from '../../checker/transactions/models.ts'
import { FORMATS } from '../../history/formats/foreign.ts'
import { STORES } from '../../stores/stores.ts'
import { LISTS } from '../commands/list.ts'

/** What may follow an option or stand as an argument. */
export interface Values {
  readonly words: readonly string[]
  /** Several words may be joined by commas. */
  readonly list: boolean
  /** A path may stand here too. */
  readonly files: boolean
}

export interface CompletedOption {
  /** `--store`. */
  readonly flag: string
  readonly description: string
  /** Null for a switch. */
  readonly values: Values | null
}

export interface CompletedCommand {
  readonly name: string
  readonly description: string
  readonly options: readonly CompletedOption[]
  readonly argument: Values
}

const NOTHING: Values = { words: [], list: false, files: false }

/** Everything that a shell can complete, read from the commands themselves, so that no script is ever behind them. */
export function completedCommands(program: Command): CompletedCommand[] {
  const names = commandsIn(program).map((command) => command.name())
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({
      name: command.name(),
      description: firstSentence(command.description()),
      options: optionsOf([command, ...commandsIn(command)]),
      argument: command.name() === 'help' ? { ...NOTHING, words: names } : argumentOf(command),
    }))
}

/** The commands of a program, or of a group such as `lab`, without the help that each has. */
function commandsIn(group: Command): readonly Command[] {
  return group.commands.filter((command) => command.name() !== 'help')
}

/** What several commands of a group share is offered once; all are offered after each of them. */
function optionsOf(commands: readonly Command[]): CompletedOption[] {
  const all = commands.flatMap((command) => command.createHelp().visibleOptions(command)).filter(({ long }) => long !== undefined)
  return [...new Map(all.map((option) => [option.long, option])).values()].map(completedOption)
}

function argumentOf(command: Command): Values {
  const inner = commandsIn(command).map((each) => each.name())
  return inner.length > 0 ? { ...NOTHING, words: inner } : argumentValues(command.registeredArguments[0])
}

function completedOption(option: Option): CompletedOption {
  const flag = option.long ?? option.flags
  return { flag, description: firstSentence(option.description), values: option.isBoolean() ? null : optionValues(flag, option) }
}

function optionValues(flag: string, { argChoices, flags }: Option): Values {
  const known = named(flag)
  if (argChoices !== undefined) return { ...NOTHING, words: argChoices }
  if (known === undefined) return { ...NOTHING, files: /<(file|folder|path)>/.test(flags) }
  return { words: safe(known), list: flags.endsWith('s>'), files: flag === '--workload' || flag === '--model' }
}

function named(flag: string): readonly string[] | undefined {
  const profiles = () => STORES.flatMap((store) => store.profiles.flatMap((profile) => [profile.id, ...Object.values(profile.lanes).map(({ id }) => id)]))
  const listed = (what: string) => LISTS[what]!().map(([name]) => name)
  const lists: { readonly [flag: string]: () => readonly string[] } = {
    '--store': () => listed('stores'),
    '--profile': () => [...new Set(profiles())],
    '--workload': () => listed('workloads'),
    '--shape': () => listed('shapes'),
    '--model': () => listed('models'),
    '--isolation': () => TRANSACTION_MODELS.map((name) => name.replaceAll(' ', '-')),
    '--format': () => FORMATS,
    '--from': () => FORMATS,
  }
  return lists[flag]?.()
}

function argumentValues(argument: Argument | undefined): Values {
  if (argument === undefined) return NOTHING
  if (argument.argChoices !== undefined) return { ...NOTHING, words: argument.argChoices }
  if (argument.name() === 'ids') return { ...NOTHING, words: safe([...new Set(ROWS.map(({ id }) => id))]) }
  if (argument.name() === 'what') return { ...NOTHING, words: Object.keys(LISTS) }
  return { ...NOTHING, files: argument.name() !== 'name' }
}

/** Scripts put words between quotes without escapes; a word that would need one is not completed. */
function safe(words: readonly string[]): string[] {
  return words.filter((word) => /^[\w./:+-]+$/.test(word))
}

/** Room for a line of a menu. */
function firstSentence(text: string): string {
  const [sentence = ''] = text.split(/[;:]\s| \(/, 1)
  return sentence.replaceAll(/\s+/g, ' ')
}
