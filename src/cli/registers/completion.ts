import { Argument } from 'commander'
import { bashCompletion } from '../completion/bash.ts'
import { fishCompletion } from '../completion/fish.ts'
import type { CompletedCommand } from '../completion/words.ts'
import { zshCompletion } from '../completion/zsh.ts'
import type { Registry } from './registry.ts'

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } satisfies { [shell: string]: (commands: readonly CompletedCommand[]) => string }

const HELP = `
Examples:
  # bash: for this shell; or put the line into ~/.bashrc
  $ source <(capcheck completion bash)
  # zsh: after compinit; or write the script to a file _capcheck in a folder of $fpath
  $ source <(capcheck completion zsh)
  # fish: for good
  $ capcheck completion fish > ~/.config/fish/completions/capcheck.fish`

/** `completion`: a script for a shell, made of the commands that are registered. */
export function registerCompletion({ program, system: { io } }: Registry): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'shell to complete in').choices(Object.keys(SCRIPTS)))
    .description('print a script that completes commands, options and names in a shell')
    .addHelpText('after', HELP)
    .action(async (shell: keyof typeof SCRIPTS) => {
      const { completedCommands } = await import('../completion/words.ts')
      io.out(SCRIPTS[shell](completedCommands(program)).trimEnd())
    })
}
