import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** Is this a file that may be executed? */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

/** Every executable of that name on PATH, in order, each real file once. */
export async function whichAll(name: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  const found: string[] = []
  const seen = new Set<string>()
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    // A relative entry would mean another program in every working directory.
    if (!folder.startsWith('/')) continue
    const path = join(folder, name)
    if (!(await isExecutable(path))) continue
    const real = await realpath(path)
    if (seen.has(real)) continue
    seen.add(real)
    found.push(path)
  }
  return found
}

/** Folders that an ordinary user's PATH often lacks although `ip` and others live there. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin', '/bin']

/** The first executable of that name on PATH or in the system's folders. */
export async function which(name: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const [first] = await whichAll(name, env)
  if (first !== undefined) return first
  for (const folder of SYSTEM_FOLDERS) {
    if (await isExecutable(join(folder, name))) return join(folder, name)
  }
  return null
}
