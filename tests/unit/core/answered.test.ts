import { expect, it } from 'vitest'
import { answered } from '../../../src/core/answered.ts'

it('an answer is what the store decided, not an error, a refusal or silence', () => {
  const failed = (code: string) => answered({ type: 'fail', error: { code, message: '' } })
  expect(answered({ type: 'ok' })).toBe(true)
  expect(failed('insufficient-funds')).toBe(true)
  expect(failed('cas-mismatch')).toBe(true)
  expect(failed('not-leader')).toBe(false)
  expect(answered({ type: 'fail' })).toBe(false)
  // Whatever the code: nobody knows what became of it.
  expect(answered({ type: 'info', error: { code: 'not-applied', message: '' } })).toBe(false)
})
