import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, rmSync, writeSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Generated } from './generate.ts'

/** Figures that Porcupine's bench prints for one history. */
export interface PorcupineFigures {
  readonly verdict: string
  readonly median_ms: number
  readonly peak_mb: number
  readonly peak_add_mb: number
}

/** The bench binary: named by `CAPCHECK_PORCUPINE`, or built with Go from `../shared/bench-porcupine`; null when neither is there. */
export function findPorcupine(named: string | undefined, repository: string, folder: string): string | null {
  if (named) return named
  const source = join(repository, '..', 'shared', 'bench-porcupine')
  if (!existsSync(source)) return null
  const binary = join(folder, 'bench-porcupine')
  try {
    execFileSync('go', ['build', '-o', binary, '.'], { cwd: source, stdio: 'inherit' })
    return binary
  } catch {
    return null
  }
}

/** Checks a generated history with Porcupine, in a process of its own. */
export function runPorcupine(binary: string, operations: readonly Generated[], repetitions: number): PorcupineFigures {
  const folder = mkdtempSync(join(tmpdir(), 'capcheck-bench-'))
  try {
    const path = join(folder, 'history.tsv')
    writeTsv(path, operations)
    return JSON.parse(execFileSync(binary, ['check', '-reps', String(repetitions), path], { encoding: 'utf8' })) as PorcupineFigures
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Median milliseconds for one file that Porcupine reads by itself (an etcd log). */
export function runPorcupineFile(binary: string, path: string, repetitions: number): PorcupineFigures {
  return JSON.parse(execFileSync(binary, ['check', '-reps', String(repetitions), path], { encoding: 'utf8' })) as PorcupineFigures
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
