import { dockerEngine } from '../../clusters/docker/engine.ts'
import { removeAll } from '../../clusters/docker/remove.ts'
import { EXIT } from '../../core/errors.ts'
import type { Io } from '../io.ts'

/**
 * `capcheck clean`: removes containers, networks and volumes that carry capcheck's label and whose run has ended.
 *
 * @throws CapcheckError (exit 3) when no container engine answers
 */
export async function clean(options: { readonly all: boolean }, io: Io): Promise<number> {
  const { inUse, ...removed } = await removeAll(await dockerEngine(), options.all)
  for (const [kind, names] of Object.entries(removed)) {
    for (const name of names) io.out(`removed ${kind.slice(0, -1)} ${name}`)
  }
  for (const name of inUse) io.out(`left alone ${name}: its run still goes on (--all removes it too)`)
  if (Object.values(removed).every((names) => names.length === 0)) io.out('Nothing to remove.')
  return EXIT.ok
}
