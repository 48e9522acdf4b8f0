import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT } from '../../core/errors.ts'
import { finishRun, resultText } from '../../pipeline/finish-run.ts'
import { renderText } from '../../report/text.ts'
import type { Io } from '../io.ts'
import { painter } from '../paint.ts'

/** `capcheck check <run folder>`: everything after the run once more, compared with the stored result. Writes nothing. */
export async function check(folder: string, flags: { readonly json: boolean }, io: Io): Promise<number> {
  const finished = await finishRun(folder)
  for (const remark of finished.remarks) io.err(`note: ${remark}`)
  const text = resultText(finished.result)
  io.out(flags.json ? text.trimEnd() : renderText(finished.result, { width: 100, paint: painter(io) }).trimEnd())
  const stored = join(folder, 'result.json')
  if (!existsSync(stored)) {
    io.err(`There is no result.json to compare with; capcheck report ${folder} writes it.`)
    return finished.result.exitCode
  }
  const difference = firstDifference(readFileSync(stored, 'utf8'), text)
  if (difference === null) {
    io.err('Same result as stored, byte for byte.')
    return finished.result.exitCode
  }
  io.err(`The stored result.json is not what the histories say. First difference:\n  stored: ${difference.before}\n  now:    ${difference.after}`)
  return EXIT.broken
}

function firstDifference(before: string, after: string): { before: string; after: string } | null {
  if (before === after) return null
  const [old, now] = [before.split('\n'), after.split('\n')]
  const line = old.findIndex((text, index) => text !== now[index])
  const at = line < 0 ? old.length : line
  return { before: `line ${at + 1}: ${(old[at] ?? 'end of file').trim()}`, after: `line ${at + 1}: ${(now[at] ?? 'end of file').trim()}` }
}
