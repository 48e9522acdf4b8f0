import { finishRun, writeReports } from '../../pipeline/finish-run.ts'
import type { Io } from '../io.ts'

/** `capcheck report <run folder>`: checks again and writes the three report files. */
export async function report(folder: string, io: Io): Promise<number> {
  const finished = await finishRun(folder)
  for (const remark of finished.remarks) io.err(`note: ${remark}`)
  await writeReports(folder, finished)
  for (const name of ['result.json', 'report.md', 'report.html']) io.out(`${folder.replace(/\/$/, '')}/${name}`)
  return finished.result.exitCode
}
