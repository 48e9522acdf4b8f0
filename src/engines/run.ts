import { execa } from 'execa'
import { which } from './which.ts'

/** How a command ended. It is never thrown: a caller decides what an exit code means. */
export interface Ran {
  readonly ok: boolean
  /** Both streams in order of arrival. */
  readonly output: string
}

export interface RunOptions {
  readonly cwd?: string
  /** Added to the environment of the look-up. */
  readonly env?: { readonly [name: string]: string }
  readonly timeoutMs?: number
  /** The command ends when this process is killed. Else an orphaned download would go on writing where its successor works. */
  readonly mortal?: boolean
}

export type Run = (command: string, args: readonly string[], options?: RunOptions) => Promise<Ran>

/** Runs commands with `env` and nothing else of this process's environment. */
export function runner(env: NodeJS.ProcessEnv): Run {
  return async (command, args, options = {}) => {
    const setpriv = options.mortal === true ? await which('setpriv', env) : null
    const [file, ...rest] = setpriv === null ? [command, ...args] : [setpriv, '--pdeathsig', 'KILL', '--', command, ...args]
    const result = await execa(file, rest, {
      env: { ...env, ...options.env },
      extendEnv: false,
      stdin: 'ignore',
      all: true,
      reject: false,
      // A fake or foreign executable of the same name may wait for ever.
      timeout: options.timeoutMs ?? 15_000,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    })
    const output = result.all ?? ''
    if (!result.failed) return { ok: true, output }
    return { ok: false, output: output === '' ? (result.shortMessage ?? 'failed') : output }
  }
}

/** The last lines of a command's output, for an error message. */
export function tail(output: string, lines = 8): string {
  return output.trimEnd().split('\n').slice(-lines).join('\n')
}
