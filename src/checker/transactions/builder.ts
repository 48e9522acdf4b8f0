import type { Json } from '../../core/json.ts'
import { identity } from '../models/model.ts'
import { APPEND, READ, UNANSWERED, type TxnColumns } from './columns.ts'
import { Bytes, Doubles, Ints } from './grow.ts'

/** The largest number that an element may be and still be its own name. */
const LARGEST = 0x7fff_ffff

/**
 * Fills the columns of a history transaction by transaction, in order of invocation:
 *
 *     builder.begin(OK, process, call, ret)
 *     builder.append(x, 3)
 *     builder.read(x, [1, 3])
 */
export class TxnBuilder {
  private readonly type = new Bytes()
  private readonly process = new Ints()
  private readonly call = new Doubles()
  private readonly ret = new Doubles()
  private readonly source = new Ints()
  private readonly first = new Ints()
  private readonly kind = new Bytes()
  private readonly keyOf = new Ints()
  private readonly value = new Ints()
  private readonly lengths = new Ints()
  private readonly lists = new Ints()
  private readonly keyNumbers = new Map<string | number, number>()
  private readonly keyNames: string[] = []
  private readonly elementNumbers = new Map<string | number, number>()
  private readonly elementNames: Json[] = []
  private keys = 0
  private now = -Infinity

  /** The number of a named key. Numbers may also be chosen freely from 0, without names. */
  key(name: Json): number {
    const id = identity(name)
    const known = this.keyNumbers.get(id)
    if (known !== undefined) return known
    this.keyNumbers.set(id, this.keyNames.length)
    this.keyNames.push(typeof name === 'string' ? name : JSON.stringify(name))
    return this.keyNames.length - 1
  }

  /** The number of an element of any kind: itself for whole numbers from 0, else one below 0. */
  element(value: Json): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LARGEST && !Object.is(value, -0)) return value
    const name = identity(value)
    const known = this.elementNumbers.get(name)
    if (known !== undefined) return known
    this.elementNames.push(value)
    this.elementNumbers.set(name, -this.elementNames.length)
    return -this.elementNames.length
  }

  /** @param type `OK`, `FAIL` or `INFO` */
  begin(type: number, process: number, call: number, ret: number, source = this.type.length): void {
    if (!(call >= this.now)) throw new RangeError(`transactions must come in order of invocation; ${call} follows ${this.now}`)
    this.now = call
    this.type.push(type)
    this.process.push(process)
    this.call.push(call)
    this.ret.push(ret)
    this.source.push(source)
    this.first.push(this.kind.length)
  }

  append(key: number, element: number): void {
    this.micro(APPEND, key, element, 0)
  }

  read(key: number, list: ArrayLike<number>): void {
    this.micro(READ, key, this.lists.length, list.length)
    for (let i = 0; i < list.length; i++) this.lists.push(list[i]!)
  }

  /** A read that brought no answer. */
  unanswered(key: number): void {
    this.micro(UNANSWERED, key, 0, 0)
  }

  /** The columns so far; nothing may be added after that. */
  build(): TxnColumns {
    const count = this.type.length
    this.first.push(this.kind.length)
    return {
      count,
      type: this.type.view(),
      process: this.process.view(),
      call: this.call.view(),
      ret: this.ret.view(),
      source: this.source.view(),
      first: this.first.view(),
      kind: this.kind.view(),
      key: this.keyOf.view(),
      value: this.value.view(),
      length: this.lengths.view(),
      lists: this.lists.view(),
      keys: this.keys,
      keyNames: this.keyNames,
      elementNames: this.elementNames,
    }
  }

  private micro(kind: number, key: number, value: number, length: number): void {
    if (key >= this.keys) this.keys = key + 1
    this.kind.push(kind)
    this.keyOf.push(key)
    this.value.push(value)
    this.lengths.push(length)
  }
}
