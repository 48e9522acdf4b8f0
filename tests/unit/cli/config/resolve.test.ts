import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runHere } from '../../../helpers/run-here.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-config-'))
afterAll(() => rmSync(scratch, { recursive: true }))
let folders = 0

/** A working folder with this configuration file. */
function folderWith(config: string | null): string {
  const folder = join(scratch, String(folders++))
  mkdirSync(folder)
  if (config !== null) writeFileSync(join(folder, 'capcheck.config.json'), config)
  return folder
}

/** What --print-config says, by name: value and origin. */
async function settings(config: string | null, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Map<string, string>> {
  const { code, stdout, stderr } = await runHere(['run', '--print-config', ...args], { env, cwd: folderWith(config) })
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return new Map(stdout.trimEnd().split('\n').map((line) => [line.split(/ /, 1)[0]!, line.replace(/^\S+ +/, '').replace(/ {2,}/, '  ')]))
}

describe('where a setting comes from', () => {
  const config = '{ "run": {\n  "rate": 30,\n  "min-attempts": 40,\n  "deadline": 50 } }'

  it('flag before environment before file before default', async () => {
    const printed = await settings(config, ['--rate', '10'], { CAPCHECK_RUN_RATE: '20', CAPCHECK_RUN_MIN_ATTEMPTS: '25' })
    expect(printed.get('rate')).toBe('10  --rate')
    expect(printed.get('min-attempts')).toBe('25  CAPCHECK_RUN_MIN_ATTEMPTS')
    expect(printed.get('deadline')).toBe('50  capcheck.config.json:4:3')
    expect(printed.get('before')).toBe('4000  default')
    expect(printed.get('store')).toBe('not set  default')
  })

  it('a flag that says the default is still a flag', async () => {
    expect((await settings(config, ['--rate', '20'])).get('rate')).toBe('20  --rate')
  })

  it('an empty variable is none', async () => {
    expect((await settings(null, [], { CAPCHECK_RUN_RATE: '' })).get('rate')).toBe('20  default')
  })

  it('every option of a run can be set in each way, but for those about the file itself', async () => {
    const help = (await runHere(['run', '--help'])).stdout
    const flags = [...help.matchAll(/^ {2}--([\w-]+)/gm)].map(([, name]) => name!)
    expect([...(await settings(null)).keys()]).toEqual(flags.filter((name) => !['config', 'print-config'].includes(name)))
  })

  it('lists are lists in the file, and by commas elsewhere', async () => {
    expect((await settings('{"run": {"store": ["postgres", "mongodb,cassandra"]}}')).get('store')).toMatch(/^postgres,mongodb,cassandra {2}capcheck/)
    expect((await settings(null, [], { CAPCHECK_RUN_STORE: 'postgres, mongodb' })).get('store')).toMatch(/^postgres,mongodb {2}CAPCHECK_RUN_STORE$/)
  })

  it('switches are true or false', async () => {
    expect((await settings('{"run": {"quiet": true, "verbose": false}}')).get('quiet')).toMatch(/^true/)
    expect((await settings('{"run": {"quiet": true}}', [], { CAPCHECK_RUN_QUIET: '0' })).get('quiet')).toMatch(/^not set {2}CAPCHECK_RUN_QUIET$/)
  })

  it('--config names another file', async () => {
    const folder = folderWith(null)
    writeFileSync(join(folder, 'other.json'), '\uFEFF{"$schema": "x", "run": {"rate": 7}}')
    expect((await runHere(['run', '--print-config', '--config', 'other.json'], { cwd: folder })).stdout).toMatch(/^rate +7 +other\.json:1:\d+$/m)
  })
})

describe('a configuration that is refused, with its place', () => {
  it.each([
    ['no JSON', '{ "run": {\n "rate": } }', {}, /^capcheck\.config\.json:2:10: this is no JSON/],
    ['no object', '[]', {}, /json:1:1: a configuration file must be an object/],
    ['a section that is none', '{\n "run": 3 }', {}, /json:2:2: "run" must be an object/],
    ['an unknown section', '{ "runs": {} }', {}, /json:1:3: unknown key "runs"; allowed: run\nDid you mean run\?/],
    ['an unknown key', '{ "run": {\n "minAttempts": 3 } }', {}, /json:2:2: unknown key "minAttempts"; allowed: store, .*\nDid you mean min-attempts\?/],
    ['a flag that is none of the file', '{ "run": { "yes": true } }', {}, /unknown key "yes"/],
    ['a bad number', '{ "run": { "rate": "fast" } }', {}, /json:1:12: "rate" cannot be fast\. It must be a whole number/],
    ['a number out of range', '{ "run": { "rate": 0 } }', {}, /"rate" cannot be 0\. It must be at least 1/],
    ['a bad choice', '{ "run": { "on": "moon" } }', {}, /"on" cannot be moon\. Allowed choices are auto, docker, sandbox/],
    ['null', '{ "run": { "seed": null } }', {}, /"seed" must be text or a number; got null/],
    ['a list for one value', '{ "run": { "rate": [1, 2] } }', {}, /"rate" must be one value, not a list/],
    ['a bad element', '{ "run": { "store": ["postgres",\n {}] } }', {}, /json:2:2: "store" must be text or a number, or a list of them; got \{\}/],
    ['a switch with a number', '{ "run": { "quiet": 1 } }', {}, /"quiet" must be true or false; got 1/],
    ['a variable of no option', null, { CAPCHECK_RUN_RATES: '1' }, /CAPCHECK_RUN_RATES, which is no option of a run; allowed: .*\nDid you mean CAPCHECK_RUN_RATE\?/],
    ['a bad value of a variable', null, { CAPCHECK_RUN_SEED: '-1' }, /CAPCHECK_RUN_SEED=-1: "seed" cannot be -1/],
    ['a switch with a word', null, { CAPCHECK_RUN_QUIET: 'yes' }, /CAPCHECK_RUN_QUIET=yes: this is a switch; allowed: 1, true, 0, false/],
  ])('%s', async (_what, config, env, message) => {
    const { code, stdout, stderr } = await runHere(['run', '--print-config'], { env, cwd: folderWith(config) })
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(code).toBe(64)
  })

  it('a file that is named and not there', async () => {
    expect((await runHere(['run', '--config', 'nowhere.json'], { cwd: scratch })).stderr).toMatch(/--config nowhere\.json: there is no such file/)
  })
})

it('a run obeys its settings, and its result names them', async () => {
  const folder = folderWith('{ "run": { "store": "mongodb", "profile": ["M-4"], "on": "sandbox", "rate": 33 } }')
  mkdirSync(join(folder, 'cache'))
  const env = { CAPCHECK_CACHE: join(folder, 'cache'), PATH: '/nowhere', CAPCHECK_RUN_SEED: '9', CAPCHECK_RUN_OUT: 'out' }
  const { code } = await runHere(['run', '--quiet'], { env, cwd: folder })
  expect(code).toBe(3)
  const { command } = JSON.parse(readFileSync(join(folder, 'out', 'run.json'), 'utf8')) as { command: string }
  expect(command).toBe('capcheck run --store mongodb --profile M-4 --shape leader-alone --on sandbox --rate 33 --seed 9')
})
