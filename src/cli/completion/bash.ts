import type { CompletedCommand, Values } from './words.ts'

/** The script for bash 3.2 and newer, which macOS still has. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name)
  return `# bash completion for capcheck; load it with: source <(capcheck completion bash)
_capcheck() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command='' word i
  COMPREPLY=()
  # --store=name reaches this function as three words.
  if [[ $cur == = ]]; then cur=''
  elif [[ $prev == = && COMP_CWORD -ge 2 ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      ${names.join('|')}) command=$word; break ;;
    esac
  done
  if [[ -z $command ]]; then _capcheck_words '${[...names, '--help', '--version'].join(' ')}'; return; fi
  case "$command $prev" in
${commands.flatMap(optionCases).join('\n')}
  esac
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}

# Words that begin like the one under the cursor; no file names in their place.
_capcheck_words() {
  local word
  _capcheck_no_files
  for word in $1; do
    if [[ $word == "$cur"* ]]; then COMPREPLY+=("$word"); fi
  done
}

# The same for the last word of a list with commas.
_capcheck_list() {
  local word before=''
  if [[ $cur == *,* ]]; then before=\${cur%,*},; fi
  for word in $1; do
    if [[ $before$word == "$cur"* ]]; then COMPREPLY+=("$before$word"); fi
  done
}

# compopt came with bash 4.
_capcheck_no_files() { if type compopt > /dev/null 2>&1; then compopt +o default 2> /dev/null; fi; return 0; }

complete -o default -F _capcheck capcheck
`
}

function optionCases({ name, options }: CompletedCommand): string[] {
  return options.flatMap(({ flag, values }) => (values === null ? [] : [`    '${name} ${flag}') ${action(values)} return ;;`]))
}

function commandCase({ name, options, argument }: CompletedCommand): string {
  const flags = options.map(({ flag }) => flag).join(' ')
  return `    ${name}) if [[ $cur == -* ]]; then _capcheck_words '${flags}'; else ${action(argument)} fi ;;`
}

/** Without words readline's own completion of file names takes over, for \`-o default\`. */
function action({ words, list, files }: Values): string {
  if (words.length === 0) return files ? ':;' : '_capcheck_no_files;'
  if (list || files) return `${files ? '' : '_capcheck_no_files; '}_capcheck_list '${words.join(' ')}';`
  return `_capcheck_words '${words.join(' ')}';`
}
