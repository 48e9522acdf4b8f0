import type { Operation } from '../core/event.ts'
import type { Sequential } from './confirm.ts'

/**
 * One bank account seen as its version alone: a transfer makes a higher one, a read never shows a lower one than
 * was there before. Used to confirm witnesses.
 */
export function risingVersion(account: string): Sequential<number> {
  return {
    initial: -Infinity,
    step(state, operation) {
      const version = versionIn(operation, account)
      if (version === undefined) return state
      const possible = operation.f === 'transfer' ? version > state : version >= state
      return possible ? version : undefined
    },
  }
}

function versionIn(operation: Operation, account: string): number | undefined {
  const result = operation.result as { readonly versions?: { readonly [account: string]: number } } | null | undefined
  return result?.versions?.[account]
}
