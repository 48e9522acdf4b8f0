import { usageError } from '../../core/errors.ts'
import type { Json } from '../../core/json.ts'

/** Characters of one event: more than any answer has; keeps a hostile file from filling the memory. */
const MAX_FORM = 2 ** 24

/** A place in an EDN text, and what stands there without having forms inside: strings and atoms. Knows lines and columns for errors. */
export class EdnScanner {
  line = 1
  protected at = 0
  protected readonly text: string
  private lineStart = 0
  /** Where the outermost form begins. */
  private formStart = 0
  private readonly name: string

  constructor(text: string, name: string) {
    this.text = text
    this.name = name
  }

  error(what: string): Error {
    return usageError(`${this.name}:${this.line}:${this.at - this.lineStart + 1}: ${what}`, 'The file must be an EDN text.')
  }

  /** An outermost form begins here. */
  protected beginForm(): void {
    this.formStart = this.at
  }

  /** @throws when the outermost form is longer, up to `at`, than one may be */
  protected limitForm(at: number): void {
    if (at - this.formStart > MAX_FORM) throw this.error(`a form of more than ${MAX_FORM} characters`)
  }

  /** A line begins at `at`. */
  protected beginLine(at: number): void {
    this.line++
    this.lineStart = at
  }

  protected string(): string {
    const escapes: { readonly [c: string]: string } = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '"': '"', '\\': '\\' }
    const parts: string[] = []
    let from = this.at + 1
    for (let i = from; i < this.text.length; i++) {
      const c = this.text[i]!
      this.limitForm(i)
      if (c === '"') {
        this.at = i + 1
        return parts.join('') + this.text.slice(from, i)
      }
      if (c === '\n') this.beginLine(i + 1)
      else if (c === '\\') {
        parts.push(this.text.slice(from, i))
        const code = /^u([0-9a-fA-F]{4})/.exec(this.text.slice(i + 1, i + 6))?.[1]
        const plain = escapes[this.text[i + 1] ?? '']
        if (code === undefined && plain === undefined) {
          this.at = i
          throw this.error('a backslash that begins no escape')
        }
        parts.push(plain ?? String.fromCharCode(Number.parseInt(code!, 16)))
        i += plain === undefined ? 5 : 1
        from = i + 1
      }
    }
    throw this.error('the text ends inside a string')
  }

  /** The characters from here to the next delimiter after `from`. */
  protected atom(from: number): string {
    const delimiter = /[\s,;"()[\]{}]|$/g
    delimiter.lastIndex = from
    // A backslash at the very end: there is no place to begin at.
    const end = delimiter.exec(this.text)?.index ?? this.text.length
    const atom = this.text.slice(this.at, end)
    this.at = end
    return atom
  }
}

/** A decimal number of no more characters than this is another double than every other such number. */
const EXACT_DIGITS = 15

/** The value of an atom that is no string; `undefined` for the empty atom: something stands here that begins no form. */
export function scalar(atom: string): Json | undefined {
  if (atom === '') return undefined
  if (atom === 'nil') return null
  if (atom === 'true' || atom === 'false') return atom === 'true'
  if (!/^[+-]?\d/.test(atom)) return atom
  const number = Number(atom.replace(/[NM]$/, ''))
  const lossy = !Number.isFinite(number) || (Number.isInteger(number) ? !Number.isSafeInteger(number) : atom.length > EXACT_DIGITS)
  return lossy ? atom : number
}
