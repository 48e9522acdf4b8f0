import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

export type Shell = 'bash' | 'zsh' | 'fish'

const folder = mkdtempSync(join(tmpdir(), 'capcheck-shells-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The words that readline makes of a line: `=` is one of its own. */
const BASH = `source "$1"
COMP_WORDS=() rest=$2
while [[ $rest =~ ^([^\\ =]+|=)(\\ *)(.*)$ ]]; do COMP_WORDS+=("\${BASH_REMATCH[1]}"); rest=\${BASH_REMATCH[3]}; done
if [[ $2 == *\\  ]]; then COMP_WORDS+=(''); fi
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_capcheck
printf 'HIT %s\\n' "\${COMPREPLY[@]}"`

/** A shell of its own on a terminal, in which Tab is pressed; what is offered goes through \`compadd\`. */
const ZSH = `zmodload zsh/zpty
zpty shell "PS1= zsh -f -i"
zpty -w shell "autoload -Uz compinit; compinit -u -D; source $1; capcheck() { : }
compadd() { local -a hits; if [[ \\\${@[1,(i)(-|--)]} != *-[OAD]\\ * ]]; then builtin compadd -A hits \\"\\$@\\"; print; print -rl -- \\\${hits/#/HIT }; fi; builtin compadd \\"\\$@\\" }
whole() { zle complete-word; print -r -- DO''NE; exit }
zle -N whole; bindkey '^I' whole; print REA''DY"
zpty -r shell out '*READY*'
zpty -n -w shell "$2"$'\\t'
zpty -r shell out '*DONE*'
print -r -- "$out"`

const FISH = `source $argv[1]
complete -C$argv[2] | string replace -r '\\t.*' '' | string replace -r '^' 'HIT '`

const COMMANDS: { readonly [shell in Shell]: readonly string[] } = { bash: ['--norc', '--noprofile', '-c', BASH, 'bash'], zsh: ['-f', '-c', ZSH, 'zsh'], fish: ['--no-config', '-c', FISH] }

/** A script in a shell of this machine; null where there is no such shell. */
export interface LoadedScript {
  /** What the shell itself says of the script's syntax; empty when nothing. */
  readonly syntax: string
  /** What the shell offers after a line, sorted. */
  complete(line: string): string[]
}

/** Loads a completion script into the real shell. */
export function loadScript(shell: Shell, script: string): LoadedScript | null {
  if (spawnSync(shell, ['-c', 'true']).error !== undefined) return null
  const file = join(folder, `capcheck.${shell}`)
  writeFileSync(file, script)
  const run = (args: readonly string[]) => spawnSync(shell, args, { cwd: folder, encoding: 'utf8', timeout: 60_000, env: { ...process.env, TERM: 'dumb' } })
  return {
    syntax: run(['-n', file]).stderr,
    complete: (line) => [...run([...COMMANDS[shell], file, line]).stdout.matchAll(/^HIT (\S+)\r?$/gm)].map(([, word]) => word!).toSorted(),
  }
}
