import { beforeAll, describe, expect, it } from 'vitest'
import { SHAPES } from '../../src/faults/shapes.ts'
import { STORES } from '../../src/stores/stores.ts'
import { WORKLOADS } from '../../workloads/index.ts'
import { runHere } from '../helpers/run-here.ts'
import { loadScript, type LoadedScript, type Shell } from '../helpers/shells.ts'

const stores = STORES.map(({ id }) => id).toSorted()
const LINES: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ['capcheck li', ['list']],
  ['capcheck completion ', ['bash', 'fish', 'zsh']],
  ['capcheck list sh', ['shapes']],
  ['capcheck run --on ', ['auto', 'compose', 'docker', 'sandbox']],
  ['capcheck fault ', ['cut', 'heal', 'oneway', 'slow', 'status']],
  ['capcheck start --store ', stores],
  ['capcheck run --profile PG-', ['PG-1', 'PG-2', 'PG-5']],
  ['capcheck run --workload ', WORKLOADS.map(({ name }) => name).toSorted()],
  ['capcheck run --shape ', SHAPES.map(({ name }) => name).toSorted()],
  ['capcheck compare --format m', ['markdown']],
  ['capcheck run --verb', ['--verbose']],
]

describe.each<Shell>(['bash', 'zsh', 'fish'])('completion for %s', (name) => {
  let script: string
  let shell: LoadedScript | null
  beforeAll(async () => {
    script = (await runHere(['completion', name])).stdout
    shell = loadScript(name, script)
    // No skip: what the script says is looked at on every machine, and bash is on all of them.
    if (shell === null) console.warn(`no ${name} here: its completion is judged by the text of the script alone`)
  }, 60_000)

  it('is a script that the shell can read', () => {
    if (name === 'bash') expect(shell).not.toBeNull()
    expect(shell?.syntax ?? '').toBe('')
  })

  it.each(LINES)('after "%s" offers what there is', (line, offered) => {
    if (shell !== null) {
      // Where a path may stand too, the shell adds its files.
      const found = shell.complete(line)
      expect(found.filter((word) => offered.includes(word))).toEqual(offered)
      if (!line.includes('--workload')) expect(found).toEqual(offered)
    }
    for (const word of offered) expect(script).toContain(word.replace(/^--/, ''))
  })

  it('takes a list word by word, and a value behind an equals sign', () => {
    if (shell === null) return expect(script).toMatch(/_capcheck_list|_values -s ,|__fish_append ,/)
    const last = (line: string) => shell!.complete(line).map((word) => word.replace(/^--on=/, '').split(',').at(-1))
    expect(last('capcheck run --store postgres,m')).toEqual(['mongodb'])
    expect(last('capcheck run --on=d')).toEqual(['docker'])
  })

  it('has every command and every option of the program', async () => {
    const { stdout } = await runHere(['--help'])
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, command]) => command!)
    expect(commands).toEqual(expect.arrayContaining(['run', 'check', 'completion']))
    for (const command of commands.filter((each) => each !== 'help')) {
      const { stdout: help } = await runHere([command, '--help'])
      const options = [...help.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)].map(([, option]) => option!)
      expect(options.filter((option) => !script.includes(option))).toEqual([])
      expect(script).toContain(command)
    }
  })
})

describe('a shell that there is no script for', () => {
  it('is refused with those that there are', async () => {
    await expect(runHere(['completion', 'tcsh'])).resolves.toMatchObject({ code: 64, stdout: '', stderr: expect.stringMatching(/tcsh.*Allowed choices are bash, zsh, fish/) })
  })
})
