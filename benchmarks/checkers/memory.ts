import { existsSync, readFileSync } from 'node:fs'

/** Resident memory of this process in MiB: now, and the most so far. */
export function memoryMb(): { readonly resident: number; readonly peak: number } {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  const field = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? process.memoryUsage().rss / 1024) / 1024
  return { resident: field('VmRSS'), peak: field('VmHWM') }
}
