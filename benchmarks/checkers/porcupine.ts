import { execFileSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync, writeSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Generated } from './generate.ts'

/** What `benchmarks/porcupine` prints for one history. */
export interface PorcupineFigures {
  readonly verdict: 'Ok' | 'Illegal' | 'Unknown'
  readonly median_ms: number
  /** Processor time of one check on average, all threads. */
  readonly cpu_ms: number
  readonly peak_mb: number
  readonly peak_add_mb: number
}

/** Porcupine, ready to check histories. */
export interface Porcupine {
  readonly binary: string
  /** Logs of Jepsen against etcd that come with Porcupine; empty when only a binary was named. */
  readonly etcdLogs: string | null
}

const source = join(import.meta.dirname, '..', 'porcupine')

/** Builds `benchmarks/porcupine` into `folder`; null without Go. A binary that is `named` is taken as it is. */
export function findPorcupine(named: string | undefined, folder: string): Porcupine | null {
  const hasGo = go(['version']) !== null
  const binary = named ?? join(folder, 'porcupine')
  if (!named && (!hasGo || go(['build', '-o', binary, '.']) === null)) return null
  const module = hasGo ? go(['list', '-m', '-f', '{{.Dir}}', 'github.com/anishathalye/porcupine']) : null
  return { binary, etcdLogs: module ? join(module, 'test_data', 'jepsen') : null }
}

function go(args: readonly string[]): string | null {
  try {
    return execFileSync('go', args, { cwd: source, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()
  } catch {
    return null // not there, or it has said why
  }
}

/** Checks a generated history with Porcupine, in a process of its own. */
export function runPorcupine(binary: string, operations: readonly Generated[], runs: number): PorcupineFigures {
  const folder = mkdtempSync(join(tmpdir(), 'capcheck-bench-'))
  try {
    const path = join(folder, 'history.tsv')
    writeTsv(path, operations)
    return runPorcupineFile(binary, path, runs)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Checks one file that Porcupine reads by itself (a table or an etcd log). */
export function runPorcupineFile(binary: string, path: string, runs: number): PorcupineFigures {
  return JSON.parse(execFileSync(binary, ['-runs', String(runs), path], { encoding: 'utf8' })) as PorcupineFigures
}

function writeTsv(path: string, operations: readonly Generated[]): void {
  const file = openSync(path, 'w')
  let text = 'client\tkey\tf\ta\tb\tout\tstatus\tcall\tret\n'
  for (const op of operations) {
    text += `${op.client}\t${op.key}\t${op.f}\t${op.a}\t${op.b}\t${op.out}\t${op.status}\t${op.call}\t${op.ret}\n`
    if (text.length < 1 << 20) continue
    writeSync(file, text)
    text = ''
  }
  writeSync(file, text)
  closeSync(file)
}
