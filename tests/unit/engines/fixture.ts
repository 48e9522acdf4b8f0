import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { runner } from '../../../src/engines/run.ts'
import type { Kit } from '../../../src/engines/types.ts'

/** A folder of its own for one test, removed at its end. */
export async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'capcheck-engines-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Puts an executable shell script there. */
export async function program(path: string, script: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `#!/bin/sh\n${script}\n`)
  await chmod(path, 0o755)
  return path
}

/** A kit over an empty cache; commands are found on `path` only. What was remarked is in `remarks`. */
export function kitIn(folder: string, path: string, extra: NodeJS.ProcessEnv = {}): Kit & { readonly remarks: string[]; readonly lacks: string[] } {
  const env = { HOME: folder, PATH: path, CAPCHECK_CACHE: join(folder, 'cache'), ...extra }
  const remarks: string[] = []
  const lacks: string[] = []
  return {
    env,
    cache: join(folder, 'cache'),
    run: runner(env),
    remarks,
    lacks,
    remark: (text) => void remarks.push(text),
    lack: (text) => void lacks.push(text),
    apt: { need: () => Promise.reject(new Error('no installation is expected in this test')) },
    step: () => {},
    bytes: () => {},
  }
}
