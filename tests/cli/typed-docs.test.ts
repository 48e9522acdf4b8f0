import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorRow, Store } from '../../src/core/store.ts'
import type { Profile } from '../../src/core/profile.ts'
import type { NodeId } from '../../src/core/ids.ts'
import type { Shape } from '../../src/faults/shapes.ts'
import * as library from '../../src/index.ts'
import { planTrial } from '../../src/pipeline/job.ts'
import { DEFAULT_OPTIONS, steadyLength } from '../../src/run/plan.ts'
import { STORES } from '../../src/stores/stores.ts'
import workload from '../../templates/workload/workload.mts'
import { finishedRun } from '../helpers/finished-run.ts'
import { ROOT } from '../helpers/installed-package.ts'
import { runHere } from '../helpers/run-here.ts'

/** Milliseconds that a busy machine may take to type-check the snippets. */
const SLOW_MS = 180_000
const execute = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'capcheck-typed-docs-'))
afterAll(() => rmSync(folder, { recursive: true }))

const pages = { library: read('library'), extending: read('extending'), verdict: read('how-to-read-a-verdict') }

function read(name: string): string {
  return readFileSync(join(ROOT, 'docs', `${name}.md`), 'utf8')
}

/** Fences of a page that are files; imports of sources are made whole, since the snippet does not lie where it belongs. */
function filesOf(page: string): { readonly name: string; readonly text: string }[] {
  return [...page.matchAll(/^```ts file=(\S+)\n([^]*?)^```$/gm)].map(([, file, text]) => ({
    name: basename(file!),
    text: text!.replaceAll(/from '(\.[^']+)'/g, (_whole, path: string) => `from '${resolve(ROOT, dirname(file!), path)}'`),
  }))
}

const files = [...filesOf(pages.library), ...filesOf(pages.extending)]
const snippet = async <T>(name: string): Promise<T> => (await import(pathToFileURL(join(folder, name)).href)) as T
const node = async (...args: readonly string[]): Promise<string> => (await execute(process.execPath, ['--no-warnings', ...args], { cwd: folder, encoding: 'utf8' })).stdout

beforeAll(async () => {
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(ROOT, join(folder, 'node_modules', 'capcheck'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  for (const { name, text } of files) writeFileSync(join(folder, name), text)
  cpSync(await finishedRun(), join(folder, 'runs', 'monday'), { recursive: true })
  const line = (process: number, type: string, f: string, value: unknown, time: number): string => `${JSON.stringify({ process, type, f, value, time })}\n`
  writeFileSync(join(folder, 'stale.jsonl'), [line(0, 'invoke', 'write', 1, 0), line(0, 'ok', 'write', 1, 10), line(1, 'invoke', 'read', null, 20), line(1, 'ok', 'read', 0, 30)].join(''))
}, SLOW_MS)

describe('the snippets of docs/library.md and docs/extending.md', { timeout: SLOW_MS }, () => {
  it('fit the types', async () => {
    expect(files.map(({ name }) => name)).toEqual(['build.ts', 'check.ts', 'classify.ts', 'remote-write.ts', 'followers-apart.ts', 'errors.ts'])
    const compilerOptions = { strict: true, noEmit: true, target: 'es2023', lib: ['es2024', 'esnext.disposable'], module: 'nodenext', types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')], skipLibCheck: true, allowImportingTsExtensions: true }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: files.map(({ name }) => name) }))
    const errors = await node(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder).catch((error: { stdout: string }) => error.stdout)
    expect(errors).toBe('')
  })

  it.each([...pages.library.matchAll(/^```text output=(\S+)\n([^]*?)^```$/gm)].map(([, name, output]) => [name!, output!] as const))('%s prints what the page says', async (name, output) => {
    expect(await node(name)).toBe(output)
  })

  it('build.ts says that an aborted run has met nothing', async () => {
    const out = await node('--input-type=module', '-e', "const { letters } = await import('./build.ts'); console.log(JSON.stringify(await letters(AbortSignal.abort())))")
    expect(out).toMatch(/^report: .*reports\/runs\/.*\/report\.html\n\["expected postgres\/PG-5=CP: it was not run"\]\n$/)
  })

  it('remote-write.ts is a profile that a trial can be planned with', async () => {
    const { remoteWrite } = await snippet<{ remoteWrite: Profile }>('remote-write.ts')
    const store = { ...STORES[0]!, profiles: [remoteWrite] }
    const plan = await planTrial(store, { profile: remoteWrite.id, shape: 'leader-alone', seed: 1, workloads: ['register', 'bank-transfer', 'likes-counter'], options: DEFAULT_OPTIONS })
    expect(plan.lanes.map(({ profile }) => profile.id)).toEqual(['PG-99', 'PG-99', 'PG-99'])
    expect(steadyLength(plan)).toBeGreaterThan(4000)
    const known = new Set(STORES[0]!.profiles.flatMap(({ lanes }) => Object.keys(lanes.register!.settings)))
    expect(Object.keys(remoteWrite.lanes.register!.settings).filter((name) => !known.has(name))).toEqual([])
  })

  it('followers-apart.ts is a shape of links between the nodes', async () => {
    const { followersApart } = await snippet<{ followersApart: Shape }>('followers-apart.ts')
    const nodes: readonly NodeId[] = ['n1', 'n2', 'n3']
    expect(Object.values(followersApart.sides(nodes)).flat().toSorted()).toEqual(nodes)
    const { links, noPartition } = followersApart.fault(nodes)
    expect(links.map(({ link }) => `${link.from}->${link.to}`)).toEqual(['n2->n3', 'n3->n2'])
    expect(noPartition).toBe('n1 sees both')
  })

  it('errors.ts books what is not known as info', async () => {
    const { classify, ERROR_TABLE } = await snippet<{ classify: Store['classify']; ERROR_TABLE: readonly ErrorRow[] }>('errors.ts')
    expect(classify({ code: 'READONLY' }, 'write')).toEqual({ type: 'fail', code: 'READONLY' })
    expect(classify(new Error('reset'), 'write')).toEqual({ type: 'info', code: 'unknown' })
    expect(ERROR_TABLE).toHaveLength(2)
  })

  it('capcheck init writes what the page says', async () => {
    const [, command, output] = /^```console\n\$ capcheck (.*)\n(.*)\n/m.exec(pages.extending)!
    expect((await runHere(command!.split(' '), { cwd: folder })).stdout).toContain(output)
  })
})

/** Names between backticks in the first column of the table below a heading. */
function firstColumn(page: string, heading: string): string[] {
  const section = page.split(`## ${heading}\n`)[1]!.split('\n## ')[0]!
  return [...section.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell]) => [...cell!.matchAll(/`(\w+)/g)].map(([, name]) => name!))
}

describe('the tables', () => {
  it('of docs/extending.md name every member of a store and every field of a workload', () => {
    expect(firstColumn(pages.extending, 'A store').toSorted()).toEqual(Object.keys(STORES[0]!).toSorted())
    expect(firstColumn(pages.extending, 'A workload').toSorted()).toEqual(Object.keys(workload).toSorted())
  })

  it('of docs/library.md name every function that is exported', () => {
    const functions = Object.keys(library).filter((name) => name !== 'CapcheckError')
    expect([...pages.library.matchAll(/^\| `(\w+)\(/gm)].map(([, name]) => name!).toSorted()).toEqual(functions.toSorted())
  })
})

describe.each(Object.entries(pages))('docs: the page %s', (_name, page) => {
  it('links to files that are there, and names options that there are', async () => {
    const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => join('docs', target!))
    const paths = [...page.matchAll(/`((?:src|workloads|examples|templates)\/[\w/.-]+)`/g)].map(([, path]) => path!)
    expect([...links, ...paths].filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    const { stdout } = await runHere(['run', '--help'])
    expect([...page.matchAll(/--[a-z]+(-[a-z]+)*/g)].map(([option]) => option).filter((option) => !stdout.includes(option))).toEqual([])
  })
})
