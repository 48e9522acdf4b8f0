/** One line of a text, without its end; numbers count from 1. */
export interface Line {
  readonly line: string
  readonly number: number
}

/** The lines of a text, one at a time: a list of all would cost more memory than the text. */
export function* eachLine(text: string): Generator<Line> {
  let number = 1
  for (let from = 0; from < text.length; number++) {
    const end = text.indexOf('\n', from)
    const to = end < 0 ? text.length : end
    yield { line: text.slice(from, to), number }
    from = to + 1
  }
}
