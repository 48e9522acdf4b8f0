import { usageError } from '../core/errors.ts'
import { didYouMean } from '../core/suggest.ts'
import { EXPECTABLE, isAbout, type Expectable, type Expectation } from '../report/expectations.ts'
import { STORES } from '../stores/stores.ts'
import { WORKLOADS } from '../../workloads/index.ts'
import { loadWorkload } from './job.ts'
import type { Selection } from './select.ts'

/** Parts of an expectation, for errors. */
const FORM = 'An expectation is <store>/<profile>=<label> or <store>/<profile>/<workload>=<label>, for example postgres/PG-5=CP.'

/** Every run that these selections will give. */
export async function plannedRows(selections: readonly Selection[]): Promise<Expectable[]> {
  const rows: Expectable[] = []
  for (const { store, trials } of selections) {
    for (const { profile: id, workloads } of trials) {
      const profile = store.profiles.find((each) => each.id === id)!
      for (const name of workloads) {
        const builtIn = WORKLOADS.some((each) => each.name === name)
        // A user's own workload runs as the configuration's register does.
        const lane = profile.lanes[builtIn ? name : 'register']!
        rows.push({ store: store.id, config: id, profileId: lane.id, workload: builtIn ? name : (await loadWorkload(name)).name })
      }
    }
  }
  return rows
}

/**
 * Reads what is expected of a run before it begins, or of a stored one.
 *
 * @param texts values of --expect, each one expectation
 * @param rows what is run
 * @throws CapcheckError (exit 64) for names and labels that do not exist, and for what is no part of the run
 */
export function parseExpectations(texts: readonly string[], rows: readonly Expectable[]): Expectation[] {
  return texts.map((text) => {
    const expectation = parse(text, rows)
    if (!rows.some((row) => isAbout(expectation, row))) {
      const shown = [...new Set(rows.map(({ store, profileId, workload }) => `${store}/${profileId}/${workload}`))]
      throw usageError(`--expect ${text} is about something that is not run; run is: ${shown.length === 0 ? 'nothing' : shown.join(', ')}`, 'Add it to the run (--store, --profile, --workload), or leave the expectation out.')
    }
    return expectation
  })
}

function parse(text: string, rows: readonly Expectable[]): Expectation {
  const [, store, profile, workload = null, label] = /^([^/=]+)\/([^/=]+)(?:\/([^/=]+))?=([^/=]+)$/.exec(text) ?? []
  if (store === undefined || profile === undefined || label === undefined) throw usageError(`--expect ${text} is not understood`, FORM)
  const stores = new Set([...STORES.map(({ id }) => id), ...rows.map((row) => row.store)])
  known(text, 'store', store, stores)
  known(text, 'profile', profile, new Set([...catalogueIds(store), ...rows.filter((row) => row.store === store).flatMap((row) => [row.config, row.profileId])]))
  if (workload !== null) known(text, 'workload', workload, new Set([...WORKLOADS.map(({ name }) => name), ...rows.map((row) => row.workload)]))
  known(text, 'label', label, new Set(EXPECTABLE), label === 'inconclusive' ? 'An inconclusive run has observed nothing, so it meets no expectation.' : undefined)
  return { text, store, profile, workload, label: label as Expectation['label'] }
}

function known(text: string, what: string, name: string, allowed: ReadonlySet<string>, hint = didYouMean(name, allowed)): void {
  if (!allowed.has(name)) throw usageError(`--expect ${text}: no ${what} "${name}"; allowed: ${[...allowed].join(', ')}`, hint ?? FORM)
}

function catalogueIds(store: string): string[] {
  return STORES.filter(({ id }) => id === store).flatMap(({ profiles }) => profiles.flatMap((profile) => [profile.id, ...Object.values(profile.lanes).map((lane) => lane.id)]))
}
