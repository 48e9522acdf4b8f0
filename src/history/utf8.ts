import { usageError } from '../core/errors.ts'

/**
 * Decodes a file block by block. A byte order mark at the beginning is left out.
 *
 * @throws CapcheckError with line and column where the bytes are no UTF-8: replacing them, as decoders do, would make
 * different values equal
 */
export class Utf8 {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true })
  private readonly name: string
  private line = 1
  private column = 1

  /** @param name how errors call the file */
  constructor(name: string) {
    this.name = name
  }

  /** The text of the next bytes; of an unfinished character at their end only when the rest has come. */
  decode(bytes: Uint8Array): string {
    try {
      const text = this.decoder.decode(bytes, { stream: true })
      this.advance(text)
      return text
    } catch {
      // Decoding must not go on after an error, so the place is looked for with fresh decoders.
      const joined = continued(bytes)
      const rest = bytes.subarray(joined)
      this.advance((joined > 0 ? '?' : '') + new TextDecoder('utf-8').decode(rest.subarray(0, firstMalformed(rest)), { stream: true }))
      throw this.error()
    }
  }

  /** Does the text end inside a character? To be asked once, after the last block. */
  endsInCharacter(): boolean {
    try {
      this.decoder.decode()
      return false
    } catch {
      return true
    }
  }

  /** The error for bytes at the place reached so far. */
  error(): Error {
    return usageError(`${this.name}:${this.line}:${this.column}: these bytes are no UTF-8`, 'Is it a compressed or binary file? A history is text.')
  }

  private advance(text: string): void {
    const last = text.lastIndexOf('\n')
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.line++
    this.column = last < 0 ? this.column + text.length : text.length - last
  }
}

/** Bytes at the beginning that may belong to a character of the block before. */
function continued(bytes: Uint8Array): number {
  let count = 0
  while (count < 3 && count < bytes.length && (bytes[count]! & 0xc0) === 0x80) count++
  return count
}

/** How many bytes from the beginning are well formed, by bisection. */
function firstMalformed(bytes: Uint8Array): number {
  let [low, high] = [0, bytes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isPrefix(bytes.subarray(0, middle + 1))) low = middle + 1
    else high = middle
  }
  return low
}

function isPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
