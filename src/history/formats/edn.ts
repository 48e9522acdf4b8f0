import { usageError } from '../../core/errors.ts'
import type { Json } from '../../core/json.ts'

/** One form of an EDN text and the line it begins on. */
export interface EdnForm {
  readonly value: Json
  readonly line: number
}

/** Deeper than any history; keeps a hostile file from overflowing the stack. */
const MAX_DEPTH = 64

/**
 * Reads EDN (github.com/edn-format/edn) as far as histories use it, into JSON: keywords become strings with their
 * colon, maps become objects, lists, vectors and sets arrays, tagged values lose their tag. A whole number too large
 * for a double becomes a string, so that two different ones never look equal.
 *
 * @param name how errors call the text
 */
export function* readEdn(text: string, name: string): Generator<EdnForm> {
  const reader = new Reader(text, name)
  while (reader.skip()) {
    const line = reader.line
    yield { value: reader.value(0), line }
  }
}

class Reader {
  line = 1
  private at = 0
  private lineStart = 0
  private readonly text: string
  private readonly name: string

  constructor(text: string, name: string) {
    this.text = text
    this.name = name
  }

  /** Skips white space, commas, comments and discarded forms; false at the end of the text. */
  skip(): boolean {
    for (;;) {
      const c = this.text[this.at]
      if (c === undefined) return false
      if (c === '\n') {
        this.line++
        this.lineStart = ++this.at
      } else if (c === ',' || c === ' ' || c === '\t' || c === '\r') this.at++
      else if (c === ';') {
        const end = this.text.indexOf('\n', this.at)
        this.at = end < 0 ? this.text.length : end
      } else if (c === '#' && this.text[this.at + 1] === '_') {
        this.at += 2
        this.form(1)
      } else return true
    }
  }

  value(depth: number): Json {
    if (depth > MAX_DEPTH) throw this.error(`nested deeper than ${MAX_DEPTH}`)
    const c = this.text[this.at]!
    if (c === '[') return this.sequence(']', depth)
    if (c === '(') return this.sequence(')', depth)
    if (c === '{') return this.map(depth)
    if (c === '"') return this.string()
    if (c === '#') return this.dispatch(depth)
    if (c === '\\') return this.atom(this.at + 2).slice(1)
    const value = scalar(this.atom(this.at))
    if (value === undefined) throw this.error(`unexpected ${JSON.stringify(c)}`)
    return value
  }

  /** The next form; the text must not end before it. */
  private form(depth: number): Json {
    if (!this.skip()) throw this.error('the text ends inside a form')
    return this.value(depth)
  }

  private sequence(end: string, depth: number): Json[] {
    this.at++
    const values: Json[] = []
    for (;;) {
      if (!this.skip()) throw this.error(`the text ends before a closing ${end}`)
      if (this.text[this.at] === end) break
      values.push(this.value(depth + 1))
    }
    this.at++
    return values
  }

  private map(depth: number): Json {
    const flat = this.sequence('}', depth)
    if (flat.length % 2 === 1) throw this.error('a map needs a value for every key')
    const entries = Array.from({ length: flat.length / 2 }, (_, i): [string, Json] => {
      const key = flat[2 * i]!
      return [typeof key === 'string' ? key : JSON.stringify(key), flat[2 * i + 1]!]
    })
    return Object.fromEntries(entries)
  }

  private dispatch(depth: number): Json {
    if (this.text[this.at + 1] === '{') {
      this.at++
      return this.sequence('}', depth)
    }
    this.at++
    this.atom(this.at)
    return this.form(depth + 1)
  }

  private string(): string {
    const escapes: { [c: string]: string } = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }
    let value = ''
    for (let i = this.at + 1; i < this.text.length; i++) {
      const c = this.text[i]!
      if (c === '"') {
        this.at = i + 1
        return value
      }
      if (c === '\n') {
        this.line++
        this.lineStart = i + 1
      }
      if (c !== '\\') value += c
      else if (this.text[++i] === 'u') {
        value += String.fromCharCode(Number.parseInt(this.text.slice(i + 1, i + 5), 16))
        i += 4
      } else value += escapes[this.text[i] ?? ''] ?? this.text[i] ?? ''
    }
    throw this.error('the text ends inside a string')
  }

  /** The characters from here to the next delimiter after `from`. */
  private atom(from: number): string {
    const delimiter = /[\s,;"()[\]{}]|$/g
    delimiter.lastIndex = from
    const end = delimiter.exec(this.text)!.index
    const atom = this.text.slice(this.at, end)
    this.at = end
    return atom
  }

  private error(what: string): Error {
    return usageError(`${this.name}:${this.line}:${this.at - this.lineStart + 1}: ${what}`, 'The file must be an EDN text.')
  }
}

/** `undefined` for the empty atom: something stands here that begins no form. */
function scalar(atom: string): Json | undefined {
  if (atom === '') return undefined
  if (atom === 'nil') return null
  if (atom === 'true' || atom === 'false') return atom === 'true'
  if (!/^[+-]?\d/.test(atom)) return atom
  const number = Number(atom.replace(/[NM]$/, ''))
  return Number.isNaN(number) || (Number.isInteger(number) && !Number.isSafeInteger(number)) ? atom : number
}
