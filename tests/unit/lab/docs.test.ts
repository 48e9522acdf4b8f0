import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { allowedWords } from '../../../src/lab/definition.ts'
import { readKey } from '../../../src/lab/grade/key.ts'
import { labNamed } from '../../../src/lab/labs.ts'
import { runHere } from '../../helpers/run-here.ts'

/** Files and commands of docs/labs.md: fences `file=` are files; fences `console` hold a command and the beginning of its output. */
const page = readFileSync(new URL('../../../docs/labs.md', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'capcheck-lab-docs-'))
afterAll(() => rmSync(folder, { recursive: true }))

for (const [, file, text] of page.matchAll(/^```\w+ file=(\S+)\n([^]*?)^```$/gm)) {
  mkdirSync(dirname(join(folder, file!)), { recursive: true })
  writeFileSync(join(folder, file!), text!)
}
writeFileSync(join(folder, 'labs', '11-mine', 'README.md'), '# A lab of mine\n')

const commands = [...page.matchAll(/^```console\n\$ capcheck (.*)\n([^]*?)^```$/gm)].map(([, command, output]) => [command!, output!] as const)

describe('docs/labs.md', () => {
  it('has commands to run', () => {
    expect(commands.length).toBeGreaterThanOrEqual(3)
  })

  it.each(commands)('capcheck %s', async (command, output) => {
    const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!)
    const { code, stdout } = await runHere(args, { cwd: folder })
    expect(stdout.startsWith(output)).toBe(true)
    expect(code).toBe(0)
  })

  it('has a lab and a key that fit together', () => {
    const { lab } = labNamed(join(folder, 'labs'), '11')
    expect(readKey(join(folder, 'keys'), lab)).toMatchObject({ lab: '11-mine' })
  })

  it('names every kind of prediction with its words', () => {
    const { lab } = labNamed(new URL('../../../labs', import.meta.url).pathname, '06')
    for (const item of lab.predictions) {
      expect(page).toContain(`| \`${item.kind}\` |`)
      if (item.kind !== 'profile') for (const word of allowedWords(item)) expect(page).toContain(`\`${word}\``)
    }
  })
})
