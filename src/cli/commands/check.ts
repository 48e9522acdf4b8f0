import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT } from '../../core/errors.ts'
import { finishRun, resultText } from '../../pipeline/finish-run.ts'
import type { Io } from '../io.ts'
import { printResult } from '../print-result.ts'

export interface CheckFlags {
  readonly json?: true
  readonly verbose?: true
}

/** `capcheck check <run-folder>`: everything after the run once more, compared with the stored result. Writes nothing. */
export async function check(folder: string, flags: CheckFlags, io: Io): Promise<number> {
  const finished = await finishRun(folder)
  for (const remark of finished.remarks) io.err(`note: ${remark}`)
  const text = resultText(finished.result)
  printResult(finished.result, flags, io)
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
