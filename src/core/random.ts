import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformInt } from 'pure-rand/distribution/uniformInt'

/** A seeded stream of integers. The same seed and path give the same stream on every machine. */
export interface Random {
  /** A whole number from 0 to `below - 1`. */
  below(below: number): number
  /** A stream of its own, fixed by this stream's seed and `name`, whatever has been drawn here before. */
  fork(name: string): Random
}

/** A stream from a 32-bit seed. */
export function random(seed: number): Random {
  const generator = xoroshiro128plus(seed)
  return {
    below: (below) => uniformInt(generator, 0, below - 1),
    fork: (name) => random(mix(seed, name)),
  }
}

/** FNV-1a over the name, started from the seed: equal names of different seeds part ways. */
function mix(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) | 0
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return hash | 0
}
