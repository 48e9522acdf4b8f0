import { execFileSync } from 'node:child_process'
import { exponent, measureGrowth } from './measure.ts'
import type { Point } from './measure.ts'
import { memoryMb } from '../memory.ts'
import { NAMES } from './subjects.ts'

/*
 * How time and memory of every check grow with the length of the history, from 10^3 to 10^6 operations.
 *
 *   node benchmarks/checkers/growth/main.ts [PATTERN] [LARGEST]   the table, or the rows whose name matches
 *   node benchmarks/checkers/growth/main.ts one NAME N            one point in this process, as JSON
 */

const SMALLEST = 1000
const [command = '', argument, size] = process.argv.slice(2)
if (command === 'one') print(JSON.stringify(measureGrowth(argument!, Number(size), cpuMs, memoryMb)))
else table(new RegExp(command), Number(argument ?? 1_000_000))

function table(wanted: RegExp, largest: number): void {
  print('| check, history (valid?) | operations | CPU ms | ns/op | peak MB | of it the check | slope |')
  print('| --- | --- | --- | --- | --- | --- | --- |')
  for (const name of NAMES.filter((one) => wanted.test(one))) {
    const points: Point[] = []
    for (let n = SMALLEST; n <= largest; n *= 10) points.push(inOwnProcess(name, n))
    for (const point of points) {
      const slope = point === points.at(-1) ? exponent(points.slice(-3)).toFixed(2) : ''
      const cells = [`${name} (${point.valid})`, point.n, point.ms.toFixed(1), Math.round((point.ms * 1e6) / point.n), Math.round(point.peakMb), Math.round(point.addedMb), slope]
      print(`| ${cells.join(' | ')} |`)
    }
  }
}

function inOwnProcess(name: string, n: number): Point {
  const output = execFileSync(process.execPath, [import.meta.filename, 'one', name, String(n)], { encoding: 'utf8' })
  return JSON.parse(output) as Point
}

/** Of this thread alone, so that what else runs on the machine does not count. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
