import type { Witness } from '../core/workload.ts'
import type { Transfer } from './bank-history.ts'
import { contradicts } from './confirm.ts'
import { describe } from './describe.ts'
import { risingVersion } from './rising-version.ts'

/** Two acknowledged transfers that both made the same version of one account: two histories of that account exist. */
export interface Split {
  readonly account: string
  readonly version: number
  readonly first: Transfer
  readonly second: Transfer
}

/** All splits, each later claimant paired with the first one; in order of invocation of the second. */
export function findSplits(transfers: readonly Transfer[]): Split[] {
  const owners = new Map<string, Transfer>()
  const splits: Split[] = []
  for (const transfer of transfers) {
    if (transfer.operation.type !== 'ok') continue
    for (const [account, version] of transfer.versions) {
      const name = JSON.stringify([account, version])
      const first = owners.get(name)
      if (first === undefined) owners.set(name, transfer)
      else splits.push({ account, version, first, second: transfer })
    }
  }
  return splits
}

export function splitWitness({ account, version, first, second }: Split): Witness {
  const operations = [first.operation, second.operation]
  return {
    operations,
    explanation: [
      describe(first.operation),
      describe(second.operation),
      `Both were acknowledged as change number ${version} of account ${account}, but only one change can be number ${version}.`,
      'So two copies of the account went on side by side, and one of them is not what the other client was told.',
    ],
    confirmed: contradicts(operations, risingVersion(account)),
  }
}
