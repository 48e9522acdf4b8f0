import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { buildResult } from '../../src/report/build-result.ts'
import { cli } from '../helpers/cli.ts'
import { resultInput } from '../unit/report/fixture.ts'

/** Files and commands of docs/command-line.md: fences `file=` are files; fences `console` hold a command, an exit code after `# exit` where it is not 0, and lines of its output. */
const page = readFileSync(new URL('../../docs/command-line.md', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'capcheck-command-line-'))
afterAll(() => rmSync(folder, { recursive: true }))

mkdirSync(join(folder, 'monday'))
writeFileSync(join(folder, 'monday', 'result.json'), JSON.stringify(buildResult({ ...resultInput(), notRun: [] }), null, 1))
cpSync(join(folder, 'monday'), join(folder, 'tuesday'), { recursive: true })

for (const [, file, text] of page.matchAll(/^```\w+ file=(\S+)\n([^]*?)^```$/gm)) writeFileSync(join(folder, file!), text!)

const commands = [...page.matchAll(/^```console\n([^]*?)^```$/gm)].flatMap(([, fence]) =>
  fence!.split(/^\$ capcheck /m).slice(1).map((part) => {
    const [first = '', ...output] = part.trimEnd().split('\n')
    const [command = '', code = '0'] = first.split(/ +# exit /)
    return { command, code: Number(code), output }
  }),
)

describe('docs/command-line.md', () => {
  it.each(commands)('capcheck $command', async ({ command, code, output }) => {
    const { code: ended, stdout, stderr } = await cli(command.split(/ +/), {}, { cwd: folder })
    for (const line of output) expect(`${stdout}${stderr}`).toContain(line)
    expect(ended).toBe(code)
  })
})
