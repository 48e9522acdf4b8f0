import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { locksFolder } from './cache.ts'
import { which } from './which.ts'

/**
 * Runs `work` while no other process on this machine holds the lock of that name.
 *
 * The lock is the kernel's (`flock`): it is held by a child whose standard input is a pipe from us. However we
 * end, the pipe closes, the child ends, and the kernel gives the lock to the next; there are no stale locks.
 * Where `flock` is missing, work goes on without one: installations are still renamed into place whole.
 */
export async function withLock<T>(
  look: { readonly cache: string; readonly env: NodeJS.ProcessEnv },
  name: string,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  const flock = await which('flock', look.env)
  if (flock === null) return work()
  await mkdir(locksFolder(look.cache), { recursive: true })
  const file = join(locksFolder(look.cache), `${name}.lock`)
  const holder = execa(flock, [file, 'sh', '-c', 'echo held; exec cat'], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'ignore',
    reject: false,
    buffer: false,
    // Ctrl+C reaches the whole group; the lock has to outlast the clean-up of our own work.
    detached: true,
    cleanup: false,
  })
  const waiting = setTimeout(onWait, 1_000)
  try {
    await Promise.race([new Promise((held) => holder.stdout.once('data', held)), holder])
  } finally {
    clearTimeout(waiting)
  }
  try {
    return await work()
  } finally {
    holder.stdin.end()
    holder.stdout.resume()
    await holder
  }
}
