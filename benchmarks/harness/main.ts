/**
 * What the harness costs: operations per second against one PostgreSQL node with the rate unlimited, beside a bare
 * loop over `pg` with the same statements and the same concurrency, in turns on the same server. Run: npm run bench:harness
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { enterSandbox } from '../../src/clusters/sandbox/enter.ts'
import { resolveEngines, SILENT } from '../../src/engines/engines.ts'
import type { Round } from './child.ts'

const CONCURRENCY = [1, 10, 20]
const ROUNDS = 7
const ROUND_MS = 1500

const reports = await resolveEngines(['postgres', 'toxiproxy'], { bring: false, yes: false, env: process.env, progress: SILENT })
for (const { name, problem } of reports) if (problem !== null) throw new Error(`${name}: ${problem.reason}. ${problem.hint}`)
const [engine, toxiproxy] = reports.map((report) => report.engine)

const folder = mkdtempSync(join(tmpdir(), 'capcheck-bench-'))
const job = join(folder, 'job.json')
writeFileSync(job, JSON.stringify({ engine, toxiproxy, folder, concurrency: CONCURRENCY, rounds: ROUNDS, roundMs: ROUND_MS }))
const child = enterSandbox(new URL('./child.ts', import.meta.url), [job], join(folder, 'child.log'))
const rounds: Round[] = []
child.process.on('message', (round: Round) => rounds.push(round))
await new Promise((resolve) => child.process.once('exit', resolve))
if (rounds.length === 0) throw new Error(readFileSync(join(folder, 'child.log'), 'utf8'))

console.log(`register reads at one PostgreSQL node, ${ROUNDS} rounds of ${ROUND_MS} ms each way in turns; medians`)
console.log('clients   bare pg (ops/s)   capcheck (ops/s)   ratio')
for (const clients of CONCURRENCY) {
  const own = rounds.filter((round) => round.clients === clients)
  const ratio = median(own.map((round) => round.harness / round.bare))
  const figures = [median(own.map((round) => round.bare)), median(own.map((round) => round.harness))].map((figure) => Math.round(figure).toLocaleString('en-US'))
  console.log(`${String(clients).padStart(7)}   ${figures[0]!.padStart(15)}   ${figures[1]!.padStart(16)}   ${ratio.toFixed(2).padStart(5)}`)
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]!
}
