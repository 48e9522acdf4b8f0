import type { Json } from '../../core/json.ts'
import { guardHeap } from '../heap-guard.ts'
import { EdnScanner, scalar } from './edn-scanner.ts'

/** One form of an EDN text and the line it begins on. */
export interface EdnForm {
  readonly value: Json
  readonly line: number
}

/** Deeper than any history; keeps a hostile file from overflowing the stack. */
const MAX_DEPTH = 64
/** Events between two looks at the memory. */
const GUARD_EVERY = 2 ** 15

/**
 * The events of a history in EDN (github.com/edn-format/edn): maps one after the other, or the elements of one vector or
 * list of them. One at a time, so that whoever finds a bad one ends the reading.
 *
 * EDN becomes JSON as far as histories use it: keywords become strings with their colon, maps become objects, lists,
 * vectors and sets arrays, tagged values lose their tag. A number that a double cannot hold exactly becomes a string, so
 * that two different ones never look equal.
 *
 * @param name how errors call the text
 */
export function* readEdnHistory(text: string, name: string): Generator<EdnForm> {
  const reader = new Reader(text, name)
  const end = reader.skip() ? reader.open() : null
  for (let count = 1; ; count++) {
    if (count % GUARD_EVERY === 0) guardHeap(name, count)
    if (!reader.skip()) {
      if (end !== null) throw reader.error(`the text ends before a closing ${end}`)
      return
    }
    if (end !== null && reader.close(end)) break
    const line = reader.line
    yield { value: reader.value(0), line }
  }
  if (reader.skip()) throw reader.error('something follows the history')
}

/** Forms, which may have others inside. */
class Reader extends EdnScanner {
  /** Enters a vector or list; returns the bracket that closes it, null when something else stands here. */
  open(): ']' | ')' | null {
    const c = this.text[this.at]
    if (c !== '[' && c !== '(') return null
    this.at++
    return c === '[' ? ']' : ')'
  }

  /** Goes past the bracket if it stands here. */
  close(end: string): boolean {
    if (this.text[this.at] !== end) return false
    this.at++
    return true
  }

  /** Skips white space, commas, comments and discarded forms; false at the end of the text. */
  skip(depth = 0): boolean {
    for (;;) {
      const c = this.text[this.at]
      if (c === undefined) return false
      if (c === '\n') this.beginLine(++this.at)
      else if (c === ',' || c === ' ' || c === '\t' || c === '\r') this.at++
      else if (c === ';') {
        const end = this.text.indexOf('\n', this.at)
        this.at = end < 0 ? this.text.length : end
      } else if (c === '#' && this.text[this.at + 1] === '_') {
        this.at += 2
        this.form(depth + 1)
      } else return true
    }
  }

  value(depth: number): Json {
    if (depth > MAX_DEPTH) throw this.error(`nested deeper than ${MAX_DEPTH}`)
    if (depth === 0) this.beginForm()
    else this.limitForm(this.at)
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
    if (depth > MAX_DEPTH) throw this.error(`nested deeper than ${MAX_DEPTH}`)
    if (!this.skip(depth)) throw this.error('the text ends inside a form')
    return this.value(depth)
  }

  private sequence(end: string, depth: number): Json[] {
    this.at++
    const values: Json[] = []
    for (;;) {
      if (!this.skip(depth)) throw this.error(`the text ends before a closing ${end}`)
      if (this.text[this.at] === end) break
      values.push(this.value(depth + 1))
    }
    this.at++
    return values
  }

  private map(depth: number): Json {
    const flat = this.sequence('}', depth)
    if (flat.length % 2 === 1) throw this.error('a map needs a value for every key')
    const map = new Map<string, Json>()
    for (let i = 0; i < flat.length; i += 2) {
      const key = flat[i]!
      const name = typeof key === 'string' ? key : JSON.stringify(key)
      if (map.has(name)) throw this.error(`the key ${name.slice(0, 40)} stands twice in one map`)
      map.set(name, flat[i + 1]!)
    }
    // Defines its keys, whatever they are called: one named __proto__ is a key like any other.
    return Object.fromEntries(map)
  }

  private dispatch(depth: number): Json {
    const next = this.text[this.at + 1]
    if (next === '{') {
      this.at++
      return this.set(depth)
    }
    // ##NaN, ##Inf and ##-Inf are no JSON: they keep their names.
    if (next === '#') return this.atom(this.at + 2)
    this.at++
    this.atom(this.at)
    return this.form(depth + 1)
  }

  private set(depth: number): Json[] {
    const values = this.sequence('}', depth)
    const names = new Set(values.map((value) => JSON.stringify(value)))
    if (names.size < values.length) throw this.error('a set has every element once, this one has one twice')
    return values
  }
}
