import { STORES } from '../stores/stores.ts'

/** The words with which a prediction is answered, and what they mean. */

/** Did a side answer the requests of one kind? `partly` is what lies between. */
export const ANSWER_WORDS = ['answers', 'refuses', 'partly'] as const
/** `none`: the shape is no partition, so no letter is given. */
export const LETTER_WORDS = ['CP', 'AP', 'neither', 'none'] as const
/** Does a check find the whole history in order? */
export const CHECK_WORDS = ['holds', 'fails'] as const
/** What `capcheck check` says of a history file. */
export const HISTORY_WORDS = ['valid', 'not-valid'] as const

/** Catalogue ids that can be chosen to run a workload, in the order of `capcheck list profiles`. */
export function profilesOffering(workload: string): string[] {
  const ids = STORES.flatMap(({ profiles }) => profiles.flatMap(({ id, lanes }) => (lanes[workload] === undefined ? [] : [id, lanes[workload].id])))
  return [...new Set(ids)]
}

/** Which workload runs under a catalogue id: is there a configuration or a lane of that name that offers it? */
export function offers(profile: string, workload: string): boolean {
  return profilesOffering(workload).includes(profile)
}
