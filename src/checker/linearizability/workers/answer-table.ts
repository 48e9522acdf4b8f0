import { noAnswer } from '../answers.ts'
import type { KeyAnswer } from '../answers.ts'
import type { Algorithm, ObjectResult } from '../result.ts'
import { sharedInts } from './shared-arrays.ts'

const VALID = [true, false, 'unknown'] as const
const ALGORITHMS: readonly Algorithm[] = ['unique-values', 'depth-first', 'frontier']
const STOPPED: readonly ObjectResult['stopped'][] = [null, 'time', 'memory', 'crash']

// Columns of one key's answer.
const STATE = 0
const VERDICT = 1
const ALGORITHM = 2
const WHY = 3
const COUNT = 4
const IMPOSSIBLE = 5
const BROKEN = 6
const WIDTH = 8

// What a key's state says; 0 at first.
const DONE = 1
/** One of the searches ran out of the memory that each thread may use: to be asked again, alone, with all of it. */
const SHORT = 2
/** And above: in the hands of thread `state - BEGUN`. */
const BEGUN = 3

/** The memory behind a table, as it is handed to a thread. */
export interface TableMemory {
  readonly words: Int32Array
  readonly order: Int32Array
}

/** Answers of all keys in shared memory: written by whichever thread checked the key, read by the one that asked. */
export class AnswerTable {
  readonly memory: TableMemory
  private readonly start: Int32Array

  /** @param start first row of each key, as in `ObjectRows` */
  constructor(start: Int32Array, memory?: TableMemory) {
    this.start = start
    this.memory = memory ?? { words: sharedInts(WIDTH * (start.length - 1)), order: sharedInts(start.at(-1)!) }
  }

  /** Notes that a thread has the key in hand; the note stays when the thread dies. */
  begin(key: number, thread: number): void {
    Atomics.store(this.memory.words, WIDTH * key + STATE, BEGUN + thread)
  }

  /** The key that a dead thread had in hand; -1 when it had none. */
  begunBy(thread: number): number {
    const { words } = this.memory
    for (let key = 0; key + 1 < this.start.length; key++) if (Atomics.load(words, WIDTH * key + STATE) === BEGUN + thread) return key
    return -1
  }

  write(key: number, answer: KeyAnswer): void {
    const { words, order } = this.memory
    const at = WIDTH * key
    words[at + VERDICT] = VALID.indexOf(answer.valid)
    words[at + ALGORITHM] = ALGORITHMS.indexOf(answer.algorithm)
    words[at + WHY] = STOPPED.indexOf(answer.stopped)
    words[at + COUNT] = answer.order.length
    words[at + IMPOSSIBLE] = answer.impossible
    words[at + BROKEN] = answer.broken?.[0] ?? -1
    words[at + BROKEN + 1] = answer.broken?.[1] ?? -1
    order.set(answer.order, this.start[key]!)
    Atomics.store(words, at + STATE, DONE)
  }

  writeShort(key: number): void {
    Atomics.store(this.memory.words, WIDTH * key + STATE, SHORT)
  }

  /** The answer for a key, null while there is none. */
  read(key: number): KeyAnswer | null {
    const { words, order } = this.memory
    const at = WIDTH * key
    if (Atomics.load(words, at + STATE) !== DONE) return null
    const lo = this.start[key]!
    const broken = [words[at + BROKEN]!, words[at + BROKEN + 1]!].filter((row) => row >= 0)
    return {
      ...noAnswer(STOPPED[words[at + WHY]!]!),
      valid: VALID[words[at + VERDICT]!]!,
      algorithm: ALGORITHMS[words[at + ALGORITHM]!]!,
      order: order.subarray(lo, lo + words[at + COUNT]!),
      broken: broken.length === 0 ? null : broken,
      impossible: words[at + IMPOSSIBLE]!,
    }
  }

  isShort(key: number): boolean {
    return Atomics.load(this.memory.words, WIDTH * key + STATE) === SHORT
  }
}
