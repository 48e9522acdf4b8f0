import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from '../report/result.ts'
import { RESULT_FILE, resultText } from './finish-run.ts'

/** The first line in which a stored result.json is not what its histories say. */
export interface StoredDifference {
  readonly before: string
  readonly after: string
}

/** Holds a recomputed result against the result.json in the run folder, byte for byte. */
export function compareWithStored(folder: string, result: Result): 'absent' | 'same' | StoredDifference {
  const file = join(folder, RESULT_FILE)
  if (!existsSync(file)) return 'absent'
  const [before, after] = [readFileSync(file, 'utf8'), resultText(result)]
  if (before === after) return 'same'
  const [old, now] = [before.split('\n'), after.split('\n')]
  const line = old.findIndex((text, index) => text !== now[index])
  const at = line < 0 ? old.length : line
  return { before: `line ${at + 1}: ${(old[at] ?? 'end of file').trim()}`, after: `line ${at + 1}: ${(now[at] ?? 'end of file').trim()}` }
}
