import { mkdir, stat } from 'node:fs/promises'
import { execa } from 'execa'
import { environmentError, messageOf } from '../../core/errors.ts'

/** Folders that exist on every common system and that neither engines nor run folders live in. */
const MOUNT_POINTS = ['/dev/shm', '/mnt', '/media', '/srv']

/**
 * Mounts a memory file system that only this sandbox sees, for the data of its nodes.
 * It vanishes with the sandbox, however that ends, and makes fsync cheap: durability through
 * a power cut is not what is tested here, and the result says so.
 *
 * @returns an empty folder on it
 * @throws CapcheckError (exit 3) when the kernel refuses
 */
export async function mountDataDir(): Promise<string> {
  for (const point of MOUNT_POINTS) {
    if (!(await isDirectory(point))) continue
    try {
      await execa('mount', ['-t', 'tmpfs', '-o', 'mode=0755', 'capcheck', point])
    } catch (error) {
      throw environmentError(`no memory file system for the nodes' data at ${point}: ${messageOf(error)}`, 'capcheck doctor says what the kernel forbids.', error)
    }
    await mkdir(`${point}/nodes`)
    return `${point}/nodes`
  }
  throw environmentError(`none of ${MOUNT_POINTS.join(', ')} is a folder, so the nodes' data has no place`)
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false
}
