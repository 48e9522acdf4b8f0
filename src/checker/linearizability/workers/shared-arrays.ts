/** Numbers in memory that threads share: so many zeros, or a copy of what is given. */
export function sharedInts(content: number | ArrayLike<number>): Int32Array {
  return filled(new Int32Array(new SharedArrayBuffer(4 * lengthOf(content))), content)
}

export function sharedDoubles(content: number | ArrayLike<number>): Float64Array {
  return filled(new Float64Array(new SharedArrayBuffer(8 * lengthOf(content))), content)
}

export function sharedBytes(content: number | ArrayLike<number>): Uint8Array {
  return filled(new Uint8Array(new SharedArrayBuffer(lengthOf(content))), content)
}

function lengthOf(content: number | ArrayLike<number>): number {
  return typeof content === 'number' ? content : content.length
}

function filled<A extends { set(from: ArrayLike<number>): void }>(array: A, content: number | ArrayLike<number>): A {
  if (typeof content !== 'number') array.set(content)
  return array
}
