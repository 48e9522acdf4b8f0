import type { Result, ResultHeadline } from './result.ts'
import { labelText } from './sentences.ts'

/** Headlines that say more than a single run does: those over several trials. */
export function shownHeadlines({ headlines }: Pick<Result, 'headlines'>): readonly ResultHeadline[] {
  return (headlines ?? []).filter(({ shapes }) => shapes.reduce((sum, { trials }) => sum + trials, 0) > 1)
}

/** The word for a configuration and what it rests on. */
export function headlineSentence({ storeTitle, profile, workload, textbook, label, reason }: ResultHeadline): string {
  return `${storeTitle} ${profile}, ${workload}: ${textbook} → ${labelText(label)}: ${reason}`
}

/** What a reader must know beside the word. */
export function headlineNotes({ disagreements, missing }: Pick<ResultHeadline, 'disagreements' | 'missing'>): string[] {
  return [
    ...(disagreements.length === 0 ? [] : [`Repetitions disagree: ${disagreements.join('; ')}.`]),
    ...(missing.length === 0 ? [] : [`Not the full sweep: ${missing.join('; ')}.`]),
  ]
}
