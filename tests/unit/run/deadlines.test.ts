import { expect, it } from 'vitest'
import { Deadlines } from '../../../src/run/deadlines.ts'

it('acts once for each deadline that passes, and never for one that was forgotten', async () => {
  const deadlines = new Deadlines()
  const acted: string[] = []
  deadlines.after(10, () => acted.push('kept'))
  deadlines.after(10, () => acted.push('forgotten'))()
  deadlines.after(Infinity, () => acted.push('endless'))
  while (acted.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  await new Promise((resolve) => setTimeout(resolve, 40))
  expect(acted).toEqual(['kept'])
  deadlines.expire()
  deadlines.expire()
  expect(acted).toEqual(['kept', 'endless'])
  deadlines.close()
})
