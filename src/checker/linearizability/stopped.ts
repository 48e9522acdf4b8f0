import type { ObjectResult } from './result.ts'

/** Why there is no answer for some objects, in words: the first reason of each kind that is worth telling. */
export function whyStopped(open: readonly Pick<ObjectResult, 'stopped' | 'error'>[]): string {
  const crashed = open.find(({ stopped }) => stopped === 'crash')
  if (crashed !== undefined) return `the search broke off${crashed.error === undefined ? '' : ` (${crashed.error})`}`
  return `the ${open.some(({ stopped }) => stopped === 'time') ? 'time' : 'memory'} set for the search was used up`
}
