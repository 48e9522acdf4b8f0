import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { EXIT, messageOf, usageError } from '../../core/errors.ts'
import { composeText } from '../../pipeline/compose-file.ts'
import { parseImages } from '../../pipeline/ground.ts'
import type { Io } from '../io.ts'

export interface ComposeFlags {
  readonly image?: readonly string[]
  readonly out?: string
}

/**
 * `capcheck compose`: prints or writes the docker-compose.yml of the clusters that `--on compose` attaches to.
 *
 * @throws CapcheckError (exit 64) when the file cannot be written
 */
export async function compose(flags: ComposeFlags, cwd: string, io: Io): Promise<number> {
  const text = composeText(parseImages(flags.image ?? []))
  if (flags.out === undefined) {
    io.out(text.trimEnd())
    return EXIT.ok
  }
  const file = resolve(cwd, flags.out)
  await writeFile(file, text).catch((error: unknown) => {
    throw usageError(`${file} cannot be written: ${messageOf(error)}`)
  })
  io.err(`wrote ${file}`)
  return EXIT.ok
}
