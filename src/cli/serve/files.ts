import { readdirSync, realpathSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

/** Files of one run that its page lists at most. */
export const MAX_LISTED = 2000

/** Types that a browser shows; everything else is offered for download. */
const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.jsonl': 'text/plain; charset=utf-8',
  '.edn': 'text/plain; charset=utf-8',
  '.log': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.gz': 'application/gzip',
}

/** A file to be sent. */
export interface FileFound {
  readonly path: string
  readonly bytes: number
  readonly type: string
}

/**
 * A regular file below a folder, by decoded parts of an address; null when there is none. Never one outside: a part is
 * one plain name, and links that lead out are not followed.
 */
export function fileBelow(folder: string, parts: readonly string[]): FileFound | null {
  if (parts.length === 0 || !parts.every(isPlain)) return null
  try {
    const root = realpathSync(folder)
    const path = realpathSync(join(root, ...parts))
    const found = statSync(path)
    if (!path.startsWith(root + sep) || !found.isFile()) return null
    return { path, bytes: found.size, type: TYPES[extname(path)] ?? 'application/octet-stream' }
  } catch {
    return null
  }
}

/** A name inside a folder: not hidden, no way up, nothing that some system takes for a separator. */
function isPlain(part: string): boolean {
  return part !== '' && !part.startsWith('.') && !/[/\\:\p{Cc}]/u.test(part)
}

/** Files below a folder that can be asked for, in order of their paths. Reading a folder follows links; {@link fileBelow} says which. */
export function filesBelow(folder: string): { readonly path: string; readonly bytes: number }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep))
    .flatMap((parts) => {
      const found = fileBelow(folder, parts)
      return found === null ? [] : [{ path: parts.join('/'), bytes: found.bytes }]
    })
    .toSorted((a, b) => a.path.localeCompare(b.path))
    .slice(0, MAX_LISTED)
}
