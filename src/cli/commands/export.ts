import { createWriteStream, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { EXIT, messageOf, usageError } from '../../core/errors.ts'
import { exportedLines, runHistories, type RunHistory } from '../../pipeline/export-history.ts'
import { readHistoryFile } from '../../pipeline/check-history.ts'
import type { Io } from '../io.ts'
import { formatNamed, jsonOf } from './check-file.ts'

export interface ExportFlags {
  readonly format: string
  readonly out?: string
  readonly lane?: string
  readonly from?: string
  readonly model?: string
  readonly initial?: string
}

/**
 * `capcheck export <run folder or history file>`: histories as EDN for Elle and Knossos, one file a lane.
 *
 * @throws CapcheckError (exit 64) when several lanes would end in one stream
 */
export async function exportHistories(path: string, flags: ExportFlags, io: Io): Promise<number> {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw usageError(`there is no file or folder ${path}`)
  const all = found.isDirectory() ? runHistories(path) : [{ name: path, path }]
  if (flags.lane !== undefined && !found.isDirectory()) throw usageError(`--lane is for run folders; ${path} is a file`)
  const chosen = flags.lane === undefined ? all : all.filter(({ name }) => name === flags.lane)
  const names = all.map(({ name }) => name).join(', ')
  if (chosen.length === 0) throw usageError(`no lane "${flags.lane ?? ''}" in ${path}; there are: ${names === '' ? 'none' : names}`)
  if (chosen.length > 1 && flags.out === undefined) {
    throw usageError(`${path} has ${chosen.length} histories, and Elle and Knossos read one at a time`, `Name a folder for them with --out, or one of them with --lane: ${names}.`)
  }
  for (const one of chosen) {
    const lines = await linesOf(one, flags, io)
    if (flags.out === undefined) for (const line of lines) io.out(line)
    else io.out(await write(lines, found.isDirectory() && chosen.length > 1 ? fileIn(flags.out, one) : flags.out))
  }
  return EXIT.ok
}

async function linesOf({ path }: RunHistory, flags: ExportFlags, io: Io): Promise<Iterable<string>> {
  const format = formatNamed(flags.from)
  const history = await readHistoryFile(path, format === undefined ? {} : { format })
  for (const remark of history.remarks) io.err(`note: ${remark}`)
  return exportedLines(history, {
    ...(flags.model === undefined ? {} : { model: flags.model }),
    ...(flags.initial === undefined ? {} : { initial: jsonOf(flags.initial) }),
  })
}

/** `<folder>/<trial>-<workload>.edn`; the folder is made when it is not there. */
function fileIn(folder: string, { name }: RunHistory): string {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw usageError(`the folder ${folder} cannot be made: ${messageOf(error)}`, 'Several histories need a folder: name another one with --out.')
  }
  return join(folder, `${name.replaceAll(/[^\w.-]/g, '-')}.edn`)
}

async function write(lines: Iterable<string>, file: string): Promise<string> {
  function* text(): Generator<string> {
    for (const line of lines) yield `${line}\n`
  }
  try {
    await pipeline(Readable.from(text()), createWriteStream(file))
  } catch (error) {
    throw usageError(`${file} cannot be written: ${messageOf(error)}`)
  }
  return file
}
