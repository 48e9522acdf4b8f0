import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { cli } from '../helpers/cli.ts'

/** Examples of docs/checking-histories.md: fences with `file=` are files, fences `console` are commands with their first line of output. */
const page = readFileSync(new URL('../../docs/checking-histories.md', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'capcheck-docs-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fences = [...page.matchAll(/^```(\S+)(?: file=(\S+))?\n([^]*?)^```$/gm)].map(([, language, file, text]) => ({ language, file, text: text! }))
const files = fences.filter(({ file }) => file !== undefined)
for (const { file, text } of files) writeFileSync(join(folder, file!), text)
const commands = fences.filter(({ language }) => language === 'console').flatMap(({ text }) => [...text.matchAll(/^\$ capcheck (.*)\n(.*)$/gm)].map(([, command, first]) => ({ command: command!, first: first! })))

describe('docs/checking-histories.md', () => {
  it('has an example of every format and of a model', () => {
    expect(files.length).toBeGreaterThanOrEqual(9)
    expect(commands.length).toBeGreaterThanOrEqual(10)
  })

  it.each(commands)('capcheck $command', async ({ command, first }) => {
    const { code, stdout, stderr } = await cli(command.split(' '), {}, { cwd: folder })
    expect(`${stdout}${stderr}`).toContain(first)
    expect(code).toBe(first.startsWith('NOT valid') ? 1 : 0)
  })
})
