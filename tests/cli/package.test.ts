import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InstalledPackage, installPackage, ROOT } from '../helpers/installed-package.ts'

const execute = promisify(execFile)
/** Packing and type-checking are heavy work; milliseconds that a busy machine may take for it. */
const SLOW_MS = 180_000
let installed: InstalledPackage
beforeAll(() => {
  installed = installPackage(['typescript', '@types/node'])
}, SLOW_MS)
afterAll(() => rmSync(installed.project, { recursive: true, force: true }))

const node = (...args: readonly string[]) => execute(process.execPath, [...args], { cwd: installed.project, encoding: 'utf8' })

/** Every call and type that docs/library.md speaks of. */
const CONSUMER = `import { CapcheckError, check, classify, render, run } from 'capcheck'
import type { Check, Completion, Kind, LaneSettings, Op, PostgresSession, MongodbSession, CassandraSession, Result, RunEvent, StoreWorkload, Workload, Observations } from 'capcheck'

const events: RunEvent[] = []
export async function all(signal: AbortSignal): Promise<string> {
  const { result, unmet, folder } = await run({ profiles: ['PG-5'], on: 'sandbox', onProgress: (event) => events.push(event), signal, expect: ['postgres/PG-5=CP'] })
  const labels: readonly ('CP' | 'AP' | 'neither' | 'inconclusive')[] = result.runs.map(({ verdict }) => verdict.label)
  const again = await check(folder)
  if (again.kind === 'run') console.log(again.stored === 'same', again.result.runs.length)
  else console.log(again.valid, again.violations.length)
  const [first] = await classify(folder)
  const observed: Observations | undefined = undefined
  if (observed !== undefined) await classify(observed)
  const page: string = await render(result, 'html')
  // @ts-expect-error there is no such format
  await render(result, 'pdf')
  // @ts-expect-error a misspelt option
  await run({ profile: ['PG-5'] })
  // @ts-expect-error results are read only
  result.exitCode = 0
  return [labels.join(), unmet.join(), first?.verdict.reason, page].join()
}

const postgres: StoreWorkload<PostgresSession> = {
  async setup(session, { prefix }: LaneSettings) {
    await session.query(\`create table \${prefix}_t (id bigint)\`)
  },
  async run(session, op: Op): Promise<Completion> {
    const { rows } = await session.query('select id from t')
    // @ts-expect-error what a column holds is not known
    const id: number = rows[0]?.id
    return { type: 'ok', value: [op.f, Number(id)] }
  },
}
const mongodb: StoreWorkload<MongodbSession> = {
  setup: async (session) => void (await session.db.createCollection('t')),
  run: async (session, op) => ({ type: 'ok', value: await session.db.collection('t').countDocuments({ f: op.f }) }),
}
const cassandra: StoreWorkload<CassandraSession> = {
  setup: (session) => session.define('create table t (id bigint primary key)'),
  run: async (session) => ({ type: 'ok', value: (await session.execute('select id from t', [], 'QUORUM')).rowLength }),
}
const nothing: Check = ({ operations }) => ({ check: 'nothing', valid: operations.length > 0, summary: '', witness: null, counts: 'impact', details: {} })
const kinds: readonly Kind[] = [{ f: 'read', effect: 'read', next: () => ({ f: 'read', value: null }) }]
export const workload: Workload = { name: 'mine', title: 'mine', kinds, facts: {}, final: [], stores: { postgres, mongodb, cassandra }, checks: [nothing] }
export const isOurs = (error: unknown): number => (error instanceof CapcheckError ? error.exitCode : 70)
export type { Result }
`

describe('the packed package, unpacked elsewhere', { timeout: SLOW_MS }, () => {
  it('holds what a user needs and nothing else', () => {
    const { files } = installed
    for (const needed of ['dist/src/cli/main.js', 'dist/src/index.js', 'dist/src/index.d.ts', 'docs/checking-histories.md', 'reports/result.schema.json', 'LICENSE', 'README.md']) expect(files).toContain(needed)
    expect(files.filter((path) => !/^(dist\/(src|workloads)\/.*\.(js|d\.ts)|docs\/[\w-]+\.md|workloads\/.*\.(ts|md)|labs\/[\w-]+\/(README\.md|lab\.json|[\w-]+\.jsonl)|templates\/workload\/(workload\.mts|README\.md)|reports\/(README\.md|result\.schema\.json)|LICENSE|README\.md|package\.json)$/.test(path))).toEqual([])
    expect(files.filter((path) => /test|fixture|selftest\/|\.map$/.test(path) && !path.startsWith('docs/'))).toEqual([])
  })

  it('names no folder of the machine it was packed on', () => {
    const names = [ROOT, process.cwd(), homedir()].filter((name) => name.length > 5)
    const naming = filesBelow(installed.folder).filter((file) => names.some((name) => readFileSync(file, 'utf8').includes(name)))
    expect(naming).toEqual([])
    expect(statSync(installed.tarball).size).toBeLessThan(1_500_000)
  })

  it('has nothing that publint finds', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed.folder, strict: true, pack: false })
    expect(messages.map((message) => formatMessage(message, pkg!))).toEqual([])
  })

  it('has a command line that runs', async () => {
    const bin = join(installed.folder, 'dist/src/cli/main.js')
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
    expect((await node(bin, '--version')).stdout.trim()).toBe(version)
    expect((await node(bin, '--help')).stdout).toContain('Usage: capcheck')
    expect((await node(bin, 'list', 'stores')).stdout).toContain('postgres')
    // A lab whose own histories are beside it, and whose grading needs more than its run.
    expect((await node(bin, 'lab', 'start', '07', '--name', 'Ada')).stdout).toContain('Break the checker')
  })

  it('is imported by name, and by no other path', async () => {
    const names = await node('--input-type=module', '-e', "console.log(Object.keys(await import('capcheck')).sort().join())")
    expect(names.stdout.trim()).toBe('CapcheckError,check,classify,render,run')
    await expect(node('--input-type=module', '-e', "await import('capcheck/dist/src/pipeline/run.js')")).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })

  it('checks a history through the library', async () => {
    writeFileSync(join(installed.project, 'h.jsonl'), '{"process":0,"type":"invoke","f":"write","value":1,"time":0}\n{"process":0,"type":"ok","f":"write","value":1,"time":5}\n')
    const { stdout } = await node('--input-type=module', '-e', "const { check } = await import('capcheck'); console.log(JSON.stringify(await check('h.jsonl')))")
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'history', valid: true, operations: 1 })
  })

  it.each(['nodenext', 'bundler'])('has types for a consumer, and for a workload that it wrote itself, where moduleResolution is %s', async (resolution) => {
    writeFileSync(join(installed.project, 'consumer.ts'), CONSUMER)
    const workload = `written-for-${resolution}`
    await node(join(installed.folder, 'dist/src/cli/main.js'), 'init', workload)
    const compilerOptions = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, target: 'es2023', module: resolution === 'bundler' ? 'esnext' : resolution, moduleResolution: resolution, types: ['node'], skipLibCheck: false }
    const config = join(installed.project, `tsconfig.${resolution}.json`)
    writeFileSync(config, JSON.stringify({ compilerOptions, files: ['consumer.ts', `${workload}/workload.mts`] }))
    const errors = await node(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', config).then(() => '', ({ stdout }: { stdout: string }) => stdout)
    expect(errors).toBe('')
  })
})

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []))
}
