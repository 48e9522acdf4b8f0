import { SILENT, workshop } from '../engines/engines.ts'
import { composeGround } from '../pipeline/compose-ground.ts'
import { dockerGround, type Ground, type Images, type ProviderName, sandboxGround } from '../pipeline/ground.ts'
import type { Selection } from '../pipeline/select.ts'
import { setup } from './commands/setup.ts'
import { setupProgress } from './commands/setup-progress.ts'
import type { Io } from './io.ts'

export interface Bringing {
  readonly io: Io
  /** Set up what is missing first. */
  readonly bring: boolean
  readonly yes: boolean
}

/** Looks for what the nodes need, and brings what is missing: images always, engines of the sandbox when asked to. */
export async function prepareGround(provider: ProviderName, selections: readonly Selection[], images: Images, { io, bring, yes }: Bringing): Promise<Ground> {
  const stores = [...new Set(selections.map(({ store }) => store))]
  if (provider === 'compose') return composeGround(stores)
  if (provider === 'docker') {
    const progress = setupProgress(io)
    return dockerGround(stores, images, progress).finally(progress.close)
  }
  // What could not be set up is said here and stands in the table as "not run"; the rest goes on.
  if (bring) await setup({ yes }, { ...io, out: io.err })
  return sandboxGround(stores, workshop({ env: io.env, yes: false, progress: SILENT }))
}
