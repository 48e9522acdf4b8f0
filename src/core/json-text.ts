/** Where things stand in a JSON text. `JSON.parse` does not always say, and a schema speaks of names only. */

export type JsonPath = readonly (string | number)[]

/** Line and column, from 1. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/** Deeper texts are no files of ours; the walk would run out of stack. */
const DEEPEST = 500
const SPACE = /[ \t\n\r]*/y
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** A walk that met something else than JSON (RFC 8259). */
class NotJson extends Error {
  readonly at: number

  constructor(at: number) {
    super('not JSON')
    this.at = at
  }
}

/** Place of the first character that is no JSON (the end, when the text ends too early); null for JSON. */
export function jsonFailure(text: string): TextPlace | null {
  try {
    new Walk(text, () => undefined).document()
    return null
  } catch (error) {
    if (error instanceof NotJson) return place(text, error.at)
    throw error
  }
}

/** Place of the member or element at `path`, or of the innermost container on the way that exists. */
export function jsonPlace(text: string, path: JsonPath): TextPlace {
  let best = { depth: 0, at: 0 }
  const visit = (here: JsonPath, at: number) => {
    // Of equal names the last one counts, as in JSON.parse.
    if (here.length >= best.depth && here.length <= path.length && here.every((part, index) => part === path[index])) best = { depth: here.length, at }
  }
  new Walk(text, visit).document()
  return place(text, best.at)
}

class Walk {
  private readonly text: string
  private readonly visit: (path: JsonPath, at: number) => void
  private readonly path: (string | number)[] = []
  private at = 0

  constructor(text: string, visit: (path: JsonPath, at: number) => void) {
    this.text = text
    this.visit = visit
  }

  document(): void {
    this.value()
    this.skip(SPACE)
    if (this.at < this.text.length) throw new NotJson(this.at)
  }

  private value(): void {
    this.skip(SPACE)
    const begin = this.text[this.at]
    if (begin === '{') return this.members('}', () => this.member())
    if (begin === '[') return this.members(']', (index) => this.element(index))
    if (begin === '"') return void this.string()
    if (!this.skip(SCALAR)) throw new NotJson(this.at)
  }

  private members(end: string, one: (index: number) => void): void {
    if (this.path.length >= DEEPEST) throw new NotJson(this.at)
    this.at++
    this.skip(SPACE)
    for (let index = 0; this.text[this.at] !== end; index++) {
      if (index > 0) this.expect(',')
      this.skip(SPACE)
      one(index)
      this.skip(SPACE)
    }
    this.at++
  }

  private member(): void {
    const begin = this.at
    this.path.push(this.string())
    this.skip(SPACE)
    this.expect(':')
    this.visit(this.path, begin)
    this.value()
    this.path.pop()
  }

  private element(index: number): void {
    this.path.push(index)
    this.visit(this.path, this.at)
    this.value()
    this.path.pop()
  }

  private string(): string {
    const begin = this.at
    this.expect('"')
    do this.plain()
    while (this.skip(ESCAPE))
    this.expect('"')
    return JSON.parse(this.text.slice(begin, this.at)) as string
  }

  /** Characters of a string that stand for themselves. */
  private plain(): void {
    while (this.text.charCodeAt(this.at) >= 0x20 && this.text[this.at] !== '"' && this.text[this.at] !== '\\') this.at++
  }

  private expect(character: string): void {
    if (this.text[this.at] !== character) throw new NotJson(this.at)
    this.at++
  }

  /** Moves over what the pattern matches here; says whether it matched. */
  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    if (!pattern.test(this.text)) return false
    this.at = pattern.lastIndex
    return true
  }
}

function place(text: string, at: number): TextPlace {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}
