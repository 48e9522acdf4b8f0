import { createLogUpdate } from 'log-update'

/** A command's way to the outside world. */
export interface Io {
  /** One line of result, to standard output. */
  out(line: string): void
  /** One line for the reader only, to standard error. */
  err(line: string): void
  /** Standard error is a terminal. */
  readonly isTTY: boolean
  readonly env: NodeJS.ProcessEnv
  /** Draws these lines over those of the last call; no lines wipe them. Present on terminals only. */
  readonly live?: (lines: readonly string[]) => void
}

/** The world of this process. */
export function processIo(): Io {
  const out = (line: string) => void process.stdout.write(`${line}\n`)
  const { env } = process
  if (!process.stderr.isTTY) return { out, err: (line) => void process.stderr.write(`${line}\n`), isTTY: false, env }
  const screen = createLogUpdate(process.stderr, { showCursor: true })
  return {
    out,
    err: (line) => screen.persist(line),
    isTTY: true,
    env,
    live: (lines) => (lines.length === 0 ? screen.clear() : screen(lines.join('\n'))),
  }
}
