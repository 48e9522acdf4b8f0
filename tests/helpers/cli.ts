import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))

/** A finished command line. */
export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A running one. */
export interface Running {
  readonly child: ChildProcess
  /** What it has written to stderr so far. */
  stderr(): string
  readonly finished: Promise<Finished>
}

/** Where and how a command line is started. */
export interface StartOptions {
  readonly cwd?: string
  /** A command that runs it. */
  readonly before?: readonly string[]
}

/** Starts the built command line as a user would. */
export function startCli(args: readonly string[], env: NodeJS.ProcessEnv = {}, { cwd, before = [] }: StartOptions = {}): Running {
  const [command, ...rest] = [...before, process.execPath, MAIN, ...args]
  // What a test runs is no part of the summary of the CI job that runs the tests.
  const child = spawn(command!, rest, { ...(cwd === undefined ? {} : { cwd }), env: { ...process.env, GITHUB_STEP_SUMMARY: '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const finished = new Promise<Finished>((resolve) => child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr })))
  return { child, stderr: () => stderr, finished }
}

/** Runs the built command line to its end. */
export function cli(args: readonly string[], env: NodeJS.ProcessEnv = {}, options: StartOptions = {}): Promise<Finished> {
  return startCli(args, env, options).finished
}

/** Waits until the command line has written `text` to stderr. */
export async function said(running: Running, text: string, timeoutMs = 120_000): Promise<void> {
  const end = Date.now() + timeoutMs
  while (!running.stderr().includes(text)) {
    if (Date.now() > end || running.child.exitCode !== null) throw new Error(`"${text}" was not said:\n${running.stderr()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A path for a run folder that does not exist yet. */
export function freshFolder(name: string): string {
  return join(mkdtempSync(join(tmpdir(), 'capcheck-test-')), name)
}

/** Processes on this machine whose command line or environment names `text`: `pid command`. */
export function processesNaming(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((pid) => {
      const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
      return command.includes(text) ? [`${pid} ${command.trim()}`] : []
    })
}

/** Processes that descend from this one, those in namespaces of their own included. */
export function descendants(ancestor: number): { readonly pid: number; readonly command: string }[] {
  const children = new Map<number, number[]>()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = Number(/^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)
    children.set(parent, [...(children.get(parent) ?? []), Number(pid)])
  }
  const below = (pid: number): number[] => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)])
  return below(ancestor).map((pid) => ({ pid, command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim() }))
}

/** A process, told apart from a later one with its number. */
export interface Seen {
  readonly pid: number
  readonly command: string
  /** When it began, in clock ticks since the machine did. */
  readonly began: string
}

/** The processes below one, to be looked for again later. */
export function seenBelow(ancestor: number): Seen[] {
  return descendants(ancestor).map(({ pid, command }) => ({ pid, command, began: beganAt(pid) }))
}

/** Those that still run. A network namespace or a mount of theirs is there as long as one of them. */
export function stillRunning(processes: readonly Seen[]): string[] {
  return processes.filter(({ pid, began }) => began !== '' && beganAt(pid) === began).map(({ pid, command }) => `${pid} ${command}`)
}

/** The 22nd field of stat (proc(5)); the second is a name in brackets that may contain anything. */
function beganAt(pid: number): string {
  return read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[19] ?? ''
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
