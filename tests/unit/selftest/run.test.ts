import { expect, it } from 'vitest'
import { selftest } from '../../../src/cli/selftest.ts'
import type { Row } from '../../../src/selftest/row.ts'
import { ROWS } from '../../../src/selftest/rows/rows.ts'
import { runRow } from '../../../src/selftest/run.ts'
import { table } from '../../../src/selftest/table.ts'

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await selftest(args, { out: (line) => void out.push(line), err: (line) => void err.push(line), isTTY: false, env: {} })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

it('one row: its bug, its checker, its figures and the command that repeats it', async () => {
  const { code, out } = await run('--row', 'sets/torn', '--seed', '5', '--histories', '400')
  expect(code).toBe(0)
  expect(out).toMatch(/two reads at once each miss what the other shows +sets +caught +20 +20 +0 +0 +20 +\d+\.\d +npm run selftest -- --row sets\/torn --seed 5/)
  expect(out).toContain('1 rows, 20 histories: 20 caught, 0 missed, 0 false alarms, 20 valid ones passed; 0 rows failed.')
})

it('a row that does not exist is bad usage, and all rows are listed', async () => {
  const error = await run('--row', 'nosuch').catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ message: 'no row "nosuch"', exitCode: 64 })
  for (const { id } of ROWS) expect((error as { hint: string }).hint).toContain(id)
})

it.each([[['--seed', 'x']], [['--seed', '-1']], [['--histories', '0']], [['--nosuch']], [['sets/torn']]])('%j is bad usage', async (args) => {
  expect(await run(...args)).toMatchObject({ code: 64 })
})

it('a row that throws has failed, and the table says why', async () => {
  const row: Row = { id: 'a/b', kind: 'mutation', bug: 'none', checkers: ['none'], run: () => Promise.reject(new Error('broken row')) }
  const report = await runRow(row, { seed: 1, histories: 1 })
  const text = table([row], [report], { seed: 1, histories: 1 })
  expect(text).toMatch(/none +none +FAILED/)
  expect(text).toContain('a/b: Error: broken row')
  expect(text).toContain('1 rows failed.')
})
