/** Milliseconds on a logarithmic scale, from a whole power of ten to a whole power of ten. */
export interface LogScale {
  /** Powers of ten from the lowest to the highest, in milliseconds. */
  readonly decades: readonly number[]
  /** Pixels from the top. */
  at(ms: number): number
}

/** Shorter than this is drawn at the bottom: 10 µs. */
const LEAST = 0.01

/** The scale that holds all values in `height` pixels; null when there is no value. */
export function logScale(values: readonly number[], height: number): LogScale | null {
  if (values.length === 0) return null
  const clamped = values.map((value) => Math.max(LEAST, value))
  const low = Math.floor(Math.log10(clamped.reduce((a, b) => Math.min(a, b))))
  const high = Math.max(low + 1, Math.ceil(Math.log10(clamped.reduce((a, b) => Math.max(a, b)))))
  return {
    decades: Array.from({ length: high - low + 1 }, (_, index) => Number((10 ** (low + index)).toPrecision(1))),
    at: (ms) => Math.round(height - ((Math.log10(Math.max(LEAST, ms)) - low) / (high - low)) * height),
  }
}
