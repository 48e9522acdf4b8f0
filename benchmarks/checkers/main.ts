import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureEtcd } from './etcd.ts'
import { generate, nameOf } from './generate.ts'
import type { Spec } from './generate.ts'
import { measureListAppend } from './list-append.ts'
import type { ListAppendFigures } from './list-append.ts'
import { measure } from './measure.ts'
import type { Measured } from './measure.ts'
import { memoryMb } from './memory.ts'
import { findPorcupine, runPorcupine } from './porcupine.ts'
import type { Porcupine, PorcupineFigures } from './porcupine.ts'
import { ALONE, COMPARED, UNIT } from './rows.ts'
import type { Row } from './rows.ts'

/*
 * Speed of the linearizability check on synthetic register histories, beside Porcupine's where it can be had.
 *
 *   node benchmarks/checkers/main.ts [PATTERN]     the table, or the rows whose name matches
 *   node benchmarks/checkers/main.ts one SPEC      one history in this process: JSON in, JSON out
 *   node benchmarks/checkers/main.ts lists N       N list-append transactions in this process: JSON out
 *
 * Every history is checked in a process of its own. Porcupine: built with Go from ../porcupine, or CAPCHECK_PORCUPINE names the binary.
 */

const WARM_RUNS = 41
const PORCUPINE_RUNS = 5
const TRANSACTIONS = 1_000_000
const now = () => performance.now()

const [command, argument] = process.argv.slice(2)
if (command === 'one') print(JSON.stringify(measure(JSON.parse(argument!) as Spec, WARM_RUNS, now, cpuMs, memoryMb)))
else if (command === 'lists') print(JSON.stringify(measureListAppend(Number(argument), now, cpuMs, memoryMb)))
else await table(new RegExp(command ?? ''))

async function table(wanted: RegExp): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'capcheck-bench-'))
  try {
    const porcupine = findPorcupine(process.env['CAPCHECK_PORCUPINE'], folder)
    if (porcupine === null) print('Porcupine: not there (needs Go). Our figures alone.\n')
    print('| history | verdict | Porcupine ms | first run ms | warm ms | ratio | first ratio | goal | processor ms: Porcupine, ours | ratio of them | peak above load, MB: Porcupine, ours |')
    print('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |')
    let unit: number | null = null
    for (const row of COMPARED) {
      if (!wanted.test(nameOf(specOf(row))) && row !== UNIT) continue
      const theirs = porcupine === null ? null : runPorcupine(porcupine.binary, generate(specOf(row)), PORCUPINE_RUNS)
      if (row === UNIT) unit = theirs?.median_ms ?? null
      printRow(row, inOwnProcess(row), theirs, null)
    }
    for (const row of ALONE) if (wanted.test(nameOf(specOf(row)))) printRow(row, inOwnProcess(row), null, unit)
    if (wanted.test('etcd')) await etcd(porcupine)
    if (wanted.test('list-append')) listAppend()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function specOf({ n, clients, keys, mode, unknown, bad }: Row): Spec {
  return { n, clients, keys, mode, unknown, bad, seed: 1 }
}

function inOwnProcess(row: Row): Measured {
  const output = execFileSync(process.execPath, [import.meta.filename, 'one', JSON.stringify(specOf(row))], { encoding: 'utf8' })
  return JSON.parse(output) as Measured
}

/** Of all threads, so that what else runs on the machine does not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function listAppend(): void {
  const output = execFileSync(process.execPath, [import.meta.filename, 'lists', String(TRANSACTIONS)], { encoding: 'utf8' })
  const { valid, ms, cpuMs: cpu, peakMb } = JSON.parse(output) as ListAppendFigures
  const rate = (of: number): string => `${Math.round(TRANSACTIONS / of)} k/s`
  print(`\n${TRANSACTIONS} list-append transactions, first check of a process: ${valid}, ${ms.toFixed(0)} ms (${rate(ms)}), processor time ${cpu.toFixed(0)} ms (${rate(cpu)}; goal ≥ 500 k/s), peak ${Math.round(peakMb)} MB with the history (goal ≤ 500)`)
}

function printRow(row: Row, ours: Measured, theirs: PorcupineFigures | null, unit: number | null): void {
  const ratio = theirs ? theirs.median_ms / ours.warmMs : unit ? ours.warmMs / unit : null
  const first = theirs ? theirs.median_ms / ours.coldMs : unit ? ours.coldMs / unit : null
  const sign = theirs ? '×' : ' units'
  const goal = row.times ? `≥ ${row.times}×` : `≤ ${row.units} units`
  const memory = `${theirs ? Math.round(theirs.peak_add_mb) : '-'}, ${Math.round(ours.addedMb)}`
  const cpu = theirs ? `${theirs.cpu_ms.toFixed(1)}, ${ours.cpuMs.toFixed(1)} | ${(theirs.cpu_ms / ours.cpuMs).toFixed(1)}×` : `-, ${ours.cpuMs.toFixed(1)} | -`
  const cells = [nameOf(specOf(row)), ours.verdict, theirs ? theirs.median_ms.toFixed(1) : '-', ours.coldMs.toFixed(1), ours.warmMs.toFixed(2)]
  print(`| ${[...cells, ratio ? ratio.toFixed(2) + sign : '-', first ? first.toFixed(2) + sign : '-', goal, cpu, memory].join(' | ')} |`)
}

async function etcd(porcupine: Porcupine | null): Promise<void> {
  if (!porcupine?.etcdLogs) return print('\nNo etcd logs: they come with Porcupine (needs Go).')
  const { files, ours, theirs, differ } = await measureEtcd(porcupine.etcdLogs, porcupine.binary, now)
  const verdicts = differ.length === 0 ? 'all as Porcupine' : `not as Porcupine: ${differ.join(', ')}`
  print(`| ${files} etcd logs, sum | ${verdicts} | ${theirs.toFixed(1)} | - | ${ours.toFixed(2)} | ${(theirs / ours).toFixed(1)}× | - | ≥ 80× | - | - | - |`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
