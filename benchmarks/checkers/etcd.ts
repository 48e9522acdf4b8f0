import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { toColumns } from '../../src/checker/linearizability/columns.ts'
import { checkColumns } from '../../src/checker/linearizability/registers.ts'
import { register } from '../../src/checker/models/register.ts'
import { readAnyHistory } from '../../src/history/formats/read.ts'
import { runPorcupineFile } from './porcupine.ts'

const REPETITIONS = 15

/** Sum of the medians over all etcd logs of the corpus: ours and Porcupine's (null without its binary), and how many. */
export async function measureEtcd(corpus: string, porcupine: string | null, now: () => number): Promise<{ files: number; ours: number; theirs: number | null }> {
  const folder = join(corpus, 'etcd')
  const files = readdirSync(folder).filter((file) => file.endsWith('.log'))
  let ours = 0
  let theirs = 0
  for (const file of files) {
    const { operations, register: customs } = await readAnyHistory(join(folder, file))
    const columns = toColumns(operations, register(customs))
    const times = Array.from({ length: REPETITIONS }, () => {
      const began = now()
      checkColumns(columns, { now, deadline: began + 60_000, maxBytes: 2 ** 30 })
      return now() - began
    })
    ours += median(times)
    if (porcupine) theirs += runPorcupineFile(porcupine, join(folder, file), REPETITIONS).median_ms
  }
  return { files: files.length, ours, theirs: porcupine ? theirs : null }
}

function median(times: number[]): number {
  return times.sort((a, b) => a - b)[times.length >> 1]!
}
