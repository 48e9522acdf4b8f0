import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { toColumns } from '../../src/checker/linearizability/columns.ts'
import { checkColumns } from '../../src/checker/linearizability/registers.ts'
import { register } from '../../src/checker/models/register.ts'
import { readAnyHistory } from '../../src/history/formats/read.ts'
import { runPorcupineFile } from './porcupine.ts'

const RUNS = 15

export interface EtcdFigures {
  readonly files: number
  /** Sums of the medians, in milliseconds. */
  readonly ours: number
  readonly theirs: number
  /** Logs of which the two do not say the same. */
  readonly differ: readonly string[]
}

/** Checks all etcd logs of a folder, ours and Porcupine's. One of its logs is empty: it is left out. */
export async function measureEtcd(folder: string, porcupine: string, now: () => number): Promise<EtcdFigures> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.log') && statSync(join(folder, file)).size > 0)
  const differ: string[] = []
  let ours = 0
  let theirs = 0
  for (const file of files) {
    const { operations, register: customs } = await readAnyHistory(join(folder, file))
    const columns = toColumns(operations, register(customs))
    const times: number[] = []
    let valid: boolean | 'unknown' = 'unknown'
    for (let run = 0; run < RUNS; run++) {
      const began = now()
      valid = checkColumns(columns, { now, deadline: began + 60_000, maxBytes: 2 ** 30 })[0]!.valid
      times.push(now() - began)
    }
    const other = runPorcupineFile(porcupine, join(folder, file), RUNS)
    if ((other.verdict === 'Ok') !== valid) differ.push(file)
    ours += times.sort((a, b) => a - b)[times.length >> 1]!
    theirs += other.median_ms
  }
  return { files: files.length, ours, theirs, differ }
}
