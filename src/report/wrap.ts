/** Breaks text into lines of at most `width` characters, at spaces where there are any. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  // Control characters come from servers' messages and would act on the terminal.
  const words = text.replace(/\p{Cc}/gu, ' ').split(/\s+/)
  for (const word of words.flatMap((part) => chop(part, width))) {
    if (line === '') line = word
    else if (line.length + 1 + word.length <= width) line += ` ${word}`
    else {
      lines.push(line)
      line = word
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line)
  return lines
}

/** Wraps, with `indent` before every line but the first, which starts with `lead`. */
export function hang(lead: string, text: string, width: number, indent = lead.length): string {
  return wrap(text, Math.max(10, width - Math.max(lead.length, indent)))
    .map((line, index) => `${index === 0 ? lead : ' '.repeat(indent)}${line}`)
    .join('\n')
}

/** A table row: every cell wrapped within its column, columns two spaces apart. */
export function columns(cells: readonly string[], widths: readonly number[]): string[] {
  const wrapped = cells.map((cell, index) => wrap(cell, widths[index] ?? 10))
  const height = Math.max(...wrapped.map((lines) => lines.length))
  return Array.from({ length: height }, (_, row) =>
    wrapped
      .map((lines, index) => (lines[row] ?? '').padEnd(widths[index] ?? 10))
      .join('  ')
      .trimEnd(),
  )
}

// A word longer than the line (a path, a hash) is cut; a terminal would do so anyway, at a worse place.
function chop(word: string, width: number): string[] {
  if (word.length <= width) return [word]
  return Array.from({ length: Math.ceil(word.length / width) }, (_, part) => word.slice(part * width, (part + 1) * width))
}
