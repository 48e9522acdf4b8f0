import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** Writes files into a folder of this test file's own, which goes when its tests are done; each gets a path of its own. */
export function tempFiles(purpose: string): (name: string, content: string | Uint8Array) => string {
  const folder = mkdtempSync(join(tmpdir(), `capcheck-${purpose}-`))
  afterAll(() => rmSync(folder, { recursive: true }))
  let files = 0
  return (name, content) => {
    const path = join(folder, `${files++}-${name}`)
    writeFileSync(path, content)
    return path
  }
}
