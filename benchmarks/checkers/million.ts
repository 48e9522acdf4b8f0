import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkLinearizableOnWorkers } from '../../src/checker/linearizability/on-workers.ts'
import { readAnyHistory } from '../../src/history/formats/read.ts'
import type { Operation } from '../../src/core/event.ts'
import { registers } from './growth/histories.ts'
import { memoryMb } from './memory.ts'

/*
 * A history file of a million operations on 100 keys, from disk to verdict in a process of its own.
 *
 *   node benchmarks/checkers/million.ts [OPERATIONS]
 */

const KEYS = 100
const [command = '1000000', file = '', stale] = process.argv.slice(2)
if (command === 'write') writeHistory(file, registers({ n: Number(process.argv[5]), unknown: 3, stale: Number(stale) }, KEYS))
else if (command === 'check') await check(file)
else table(command)

function table(n: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'capcheck-bench-'))
  try {
    print('| history | operations | verdict | operations of the witness | reading, s | checking, s | peak MB: after reading, in the end |')
    print('| --- | --- | --- | --- | --- | --- | --- |')
    for (const [name, old] of [['valid', '0'], ['old answers', '30']] as const) {
      const path = join(folder, `${old}.jsonl`)
      child('write', path, old, n)
      process.stdout.write(`| ${name} | ${n} | ${child('check', path)} |\n`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function child(...args: readonly string[]): string {
  return execFileSync(process.execPath, [import.meta.filename, ...args], { encoding: 'utf8' }).trim()
}

async function check(path: string): Promise<void> {
  const began = performance.now()
  const { operations } = await readAnyHistory(path)
  const read = performance.now()
  const afterReading = memoryMb().peak
  const { valid, violations } = await checkLinearizableOnWorkers(operations, { model: 'register', initial: 0 })
  const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(1)
  const witness = violations[0] ? `${violations[0].operations.length}, confirmed: ${violations[0].confirmed}` : '-'
  print([valid, witness, seconds(began, read), seconds(read, performance.now()), `${Math.round(afterReading)}, ${Math.round(memoryMb().peak)}`].join(' | '))
}

/** One event a line, in order of time, as the recorder writes them. */
function writeHistory(path: string, operations: readonly Operation[]): void {
  const events = operations.flatMap((operation) => [
    { time: operation.call, operation, type: 'invoke' as const },
    { time: operation.end, operation, type: operation.type },
  ])
  events.sort((a, b) => a.time - b.time)
  const fd = openSync(path, 'w')
  let text = ''
  for (const { time, type, operation } of events) {
    const { process: client, f, key, value, result, home, node, side, phase } = operation
    text += `${JSON.stringify({ process: client, type, f, key, value: type === 'ok' && f === 'read' ? result : value, time, home, node, side, phase })}\n`
    if (text.length < 1 << 20) continue
    writeSync(fd, text)
    text = ''
  }
  writeSync(fd, text)
  closeSync(fd)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
