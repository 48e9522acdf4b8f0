import type { CompletedCommand, CompletedOption, Values } from './words.ts'

/** The script for zsh: a function for a folder of $fpath, or to be sourced after compinit. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef capcheck
# zsh completion for capcheck; load it with: source <(capcheck completion zsh)
_capcheck() {
  local -a commands
  local state line
  commands=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`).join('\n')}
  )
  _arguments -C '--help[display help]' '--version[output the version number]' '1: :->command' '*:: :->rest'
  case $state in
    command) _describe -t commands command commands ;;
    rest)
      case $words[1] in
${commands.map(commandCase).join('\n')}
      esac ;;
  esac
}

# Sourced, or autoloaded from $fpath.
if [[ $funcstack[1] == _capcheck ]]; then _capcheck "$@"; else compdef _capcheck capcheck; fi
`
}

function commandCase({ name, options, argument }: CompletedCommand): string {
  const specs = [...options.map(optionSpec), quoted(`*:${argument.files ? 'path' : 'name'}:${action('name', argument)}`)]
  return [`        ${name}) _arguments \\`, specs.map((spec) => `          ${spec}`).join(' \\\n'), '          ;;'].join('\n')
}

function optionSpec({ flag, description, values }: CompletedOption): string {
  const text = description.replace(/[[\]\\]/g, '\\$&')
  // The star: an option may be repeated. The equals sign: \`--store=name\` as well as \`--store name\`.
  return quoted(values === null ? `${flag}[${text}]` : `*${flag}=[${text}]:${flag.slice(2)}:${action(flag.slice(2), values)}`)
}

function action(what: string, { words, list, files }: Values): string {
  const names = list ? `_values -s , ${what} ${words.join(' ')}` : `compadd -- ${words.join(' ')}`
  if (words.length === 0) return files ? '_files' : ' '
  return files ? `{ ${names}; _files }` : `{ ${names} }`
}

/** A word of the script: between single quotes nothing is special but the quote. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
