import { shownHeadlines } from '../headline-words.ts'
import { configId } from '../result.ts'
import type { StoredHeadline, StoredResult } from './stored.ts'

/** One configuration under one workload, over all shapes and repetitions, across all results. */
export interface ComparedHeadline {
  readonly store: string
  readonly storeTitle: string
  /** Catalogue id of the cluster's configuration; `profileId` is what the workload earns under it. */
  readonly config: string
  readonly profileId: string
  readonly workload: string
  readonly textbook: 'CP' | 'AP'
  /** In the order of the results; null where a result has none. */
  readonly cells: readonly (StoredHeadline | null)[]
  readonly differs: boolean
}

/** The headlines of those configurations that some result cut several times. */
export function compareHeadlines(results: readonly StoredResult[]): ComparedHeadline[] {
  const shown = new Map(results.flatMap(shownHeadlines).map((each) => [keyOf(each), each]))
  return [...shown].map(([key, { store, storeTitle, config, profileId, workload, textbook }]) => {
    const cells = results.map(({ headlines = [] }) => headlines.find((each) => keyOf(each) === key) ?? null)
    const labels = new Set(cells.flatMap((cell) => (cell === null ? [] : [cell.label])))
    return { store, storeTitle, config: configId(config), profileId, workload, textbook, cells, differs: labels.size > 1 }
  })
}

function keyOf({ store, config, workload }: StoredHeadline): string {
  return JSON.stringify([store, configId(config), workload])
}
