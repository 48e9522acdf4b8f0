import { messageOf, CapcheckError } from '../../src/core/errors.ts'
import type { System } from '../../src/cli/system.ts'
import { runProgram } from '../../src/cli/program.ts'

/** A finished command line that ran in this process. */
export interface Finished {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line in this process: as quick as a function, but with every layer of the real one. */
export async function runHere(args: readonly string[], { env = {}, cwd = '/', stop = new AbortController().signal }: { env?: NodeJS.ProcessEnv; cwd?: string; stop?: AbortSignal } = {}): Promise<Finished> {
  const out: string[] = []
  const err: string[] = []
  const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line), isTTY: false, env }
  const system: System = { io, stop, cwd, now: () => new Date('2026-01-02T03:04:05Z') }
  let code: number
  try {
    code = await runProgram(args, system)
  } catch (error) {
    if (!(error instanceof CapcheckError)) throw error
    err.push(messageOf(error), error.hint ?? '')
    code = error.exitCode
  }
  return { code, stdout: out.map((line) => `${line}\n`).join(''), stderr: err.map((line) => `${line}\n`).join('') }
}
