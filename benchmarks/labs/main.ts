/**
 * What grading costs: submissions made of one stored run, each with a seed and a log of its own, graded as
 * `capcheck lab grade` does. Run: npm run bench:labs -- <run folder> [submissions]
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { sideBySide } from '../../src/lab/grade/across.ts'
import { gradeAll } from '../../src/lab/grade/pool.ts'
import { seedOf } from '../../src/lab/log.ts'
import { labNamed } from '../../src/lab/labs.ts'
import { openLab, runFolder, SHEET_FILE, startLab, writeLog } from '../../src/lab/student.ts'
import { packSubmission } from '../../src/lab/submission/pack.ts'
import { hashOf } from '../../src/pipeline/evidence/manifest.ts'
import { verifyEvidence } from '../../src/pipeline/evidence/verify.ts'
import { writeEvidence } from '../../src/pipeline/evidence/write.ts'
import { configId, parseResult } from '../../src/report/result.ts'

const [from, countText = '200'] = process.argv.slice(2)
if (from === undefined) throw new Error('name a run folder: npm run bench:labs -- reports/runs/latest 200')
const count = Number(countText)
const source = resolve(from)
const { runs } = parseResult(JSON.parse(readFileSync(join(source, 'result.json'), 'utf8')))
const scratch = mkdtempSync(join(tmpdir(), 'capcheck-bench-'))
try {
  const labs = join(scratch, 'labs')
  writeLab(labs)
  const files: string[] = []
  for (let number = 0; number < count; number++) files.push(await handIn(labs, number))
  const one = join(scratch, '0', 'runs', '1', 'evidence.tar.gz')
  const alone = await seconds(async () => void (await verifyEvidence(one)))
  let flagged = 0
  // On a machine that does other things too, the time on the clock says little: each worker notes its processor time when it ends.
  const figures = join(scratch, 'cpu')
  const note = "data:text/javascript,import{appendFileSync}from'node:fs';process.on('exit',()=>{const{user,system}=process.cpuUsage();appendFileSync(process.env.CPU_FILE,(user+system)+',')})"
  const env = { ...process.env, NODE_OPTIONS: `--import=${note}`, CPU_FILE: figures }
  const all = await seconds(async () => {
    const graded = sideBySide((await gradeAll(files, { labs, keys: null, version: '0.1.0', processes: availableParallelism(), limitMs: 60_000, env, onGraded: () => undefined, stop: new AbortController().signal }))!)
    // The histories are those of one run, so "same run" is right; anything else is not.
    flagged = graded.filter(({ evidence, findings }) => evidence !== 'verified' || findings.some(({ level, what }) => level === 'alarm' && what !== 'same run')).length
  })
  console.log(`${count} submissions of ${runs.length} histories each: ${all.toFixed(1)} s in ${availableParallelism()} processes, ${((all / count) * 1000).toFixed(0)} ms each`)
  console.log(`one verification in a fresh process: ${(alone * 1000).toFixed(0)} ms; a submission costs ${(all / count / alone).toFixed(2)} of it`)
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const cpu = readFileSync(figures, 'utf8').split(',').reduce((sum, text) => sum + Number(text) / 1e6, 0)
  console.log(`processor time: ${cpu.toFixed(1)} s, so ${(cpu / availableParallelism()).toFixed(1)} s where ${availableParallelism()} processors have nothing else to do`)
  console.log(`not verified: ${flagged}`)
} finally {
  rmSync(scratch, { recursive: true })
}

/** A lab that asks for the letter of every lane of the run. */
function writeLab(labs: string): void {
  const own = (of: (run: (typeof runs)[number]) => string): string[] => [...new Set(runs.map(of))]
  const predictions = runs.map(({ profileId, config, workload, shape }, index) => ({ id: `letter-${index}`, kind: 'letter', ask: 'Which letter?', of: { profile: workload === 'register' ? configId(config) : profileId, workload, shape } }))
  const run = { profiles: [...new Set([...own(({ config }) => configId(config)), ...own(({ profileId }) => profileId)])], workloads: own(({ workload }) => workload), shapes: own(({ shape }) => shape) }
  mkdirSync(join(labs, '01-bench'), { recursive: true })
  writeFileSync(join(labs, '01-bench', 'README.md'), '# Benchmark\n')
  writeFileSync(join(labs, '01-bench', 'lab.json'), JSON.stringify({ schemaVersion: 1, id: '01-bench', title: 'Benchmark', minutes: 1, run, predictions, questions: [{ id: 'why', ask: 'Why?', words: 0 }] }))
}

/** What a student would hand in, with the run's seed replaced by that of the locked predictions. */
async function handIn(labs: string, number: number): Promise<string> {
  const folder = join(scratch, String(number))
  const stored = labNamed(labs, '01')
  startLab(stored, folder, { name: `Student ${number}`, version: '0.1.0', now: new Date(0), nonce: String(number) })
  const predictions = Object.fromEntries(runs.map(({ verdict }, index) => [`letter-${index}`, verdict.label === 'inconclusive' ? 'none' : verdict.label]))
  const sheet = join(folder, SHEET_FILE)
  writeFileSync(sheet, Object.entries(predictions).reduce((text, [id, word]) => text.replace(new RegExp(`(### ${id}\\n[^]*?Answer:)`), `$1 ${word}`), readFileSync(sheet, 'utf8')))
  const lock = writeLog(folder, { what: 'locked', time: new Date(0).toISOString(), predictions })
  const run = runFolder(folder, 1)
  cpSync(source, run, { recursive: true, filter: (path) => !/nodes$|report\.(html|md)$/.test(path) })
  const seeded = (path: string): void => writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/"seed": ?\d+/g, `"seed": ${seedOf(lock, 1)}`))
  seeded(join(run, 'result.json'))
  const result = JSON.parse(readFileSync(join(run, 'result.json'), 'utf8')) as { seeds: number[] }
  writeFileSync(join(run, 'result.json'), `${JSON.stringify({ ...result, seeds: [seedOf(lock, 1)] }, null, 1)}\n`)
  for (const { trial } of runs) seeded(join(run, trial, 'trial.json'))
  const { manifestSha256 } = await writeEvidence(run, '0.1.0')
  writeLog(folder, { what: 'ran', time: new Date().toISOString(), attempt: 1, evidence: manifestSha256 })
  writeLog(folder, { what: 'submitted', time: new Date().toISOString(), sheet: hashOf(readFileSync(sheet, 'utf8')) })
  const path = join(folder, 'handed-in.capcheck.tar.gz')
  await packSubmission(openLab(folder, labs), path, { version: '0.1.0', now: new Date() })
  return path
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}
