import type { CompletedCommand, CompletedOption, Values } from './words.ts'

/** The script for fish 3 and newer. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ')
  const none = `not __fish_seen_subcommand_from ${names}`
  return `# fish completion for capcheck; load it with: capcheck completion fish | source
complete -c capcheck -f
complete -c capcheck -n ${quoted(none)} -l help -d 'display help'
complete -c capcheck -n ${quoted(none)} -l version -d 'output the version number'
${commands.map(({ name, description }) => `complete -c capcheck -n ${quoted(none)} -a ${name} -d ${quoted(description)}`).join('\n')}
${commands.flatMap(commandLines).join('\n')}
`
}

function commandLines({ name, options, argument }: CompletedCommand): string[] {
  const seen = `complete -c capcheck -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`
  const own = argument.words.length === 0 && !argument.files ? [] : [`${seen}${values(argument)}`]
  return [...own, ...options.map((option) => `${seen}${optionWords(option)}`)]
}

function optionWords({ flag, description, values: each }: CompletedOption): string {
  // -r: a value follows. Without -F the value is no file.
  return ` -l ${flag.slice(2)} -d ${quoted(description)}${each === null ? '' : ` -r${each.files ? '' : ' -f'}${values(each)}`}`
}

function values({ words, list, files }: Values): string {
  const file = files ? ' -F' : ''
  if (words.length === 0) return file
  return `${file} -a ${quoted(list ? `(__fish_append , ${words.join(' ')})` : words.join(' '))}`
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
