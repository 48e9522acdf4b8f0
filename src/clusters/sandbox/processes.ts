import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import type { ProcessSpec } from '../../core/store.ts'

/** Prefix that gives a program an unprivileged uid of its own; its network stays the node's. */
const NOT_ROOT = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'] as const

/** The command line for a program that may refuse to run as root. */
export function asAllowedUser(command: readonly string[], refusesRoot: boolean): readonly string[] {
  return refusesRoot ? [...NOT_ROOT, ...command] : command
}

/** A server process of the sandbox with its log. */
export interface ServerProcess {
  readonly child: ChildProcess
  readonly logFile: string
  readonly exited: Promise<number | null>
}

/** Starts a server in a node's namespace; stdout and stderr go to `logFile`. */
export function startServer(enter: readonly string[], spec: ProcessSpec, logFile: string): ServerProcess {
  const [command, ...args] = [...enter, ...asAllowedUser([spec.command, ...spec.args], spec.refusesRoot)]
  const log = createWriteStream(logFile, { flags: 'a' })
  const child = spawn(command!, args, {
    cwd: spec.cwd,
    env: { PATH: process.env.PATH, HOME: spec.cwd, LANG: 'C.UTF-8', ...spec.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.pipe(log)
  child.stderr.pipe(log)
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
    child.once('error', () => resolve(null))
  })
  return { child, logFile, exited }
}
