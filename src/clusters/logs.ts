import { readFile } from 'node:fs/promises'

/** The last lines of a log file, each indented, for error messages. */
export async function tail(logFile: string, lines = 12): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '')
  const last = text.trimEnd().split('\n').slice(-lines)
  return [`  last lines of ${logFile}:`, ...last.map((line) => `    ${line}`)].join('\n')
}
