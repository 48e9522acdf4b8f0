import type { Operation } from '../../core/event.ts'
import { initialOf, objectOf } from '../models/model.ts'
import type { Model } from '../models/model.ts'
import { searchKey } from './answers.ts'
import type { KeyCheck } from './answers.ts'
import type { ObjectRows } from './columns.ts'
import { modelPart } from './part.ts'
import type { Budget } from './turns.ts'

/** The operations of any model by object; those that say nothing have no row. */
export function groupByObject(operations: readonly Operation[], model: Model): ObjectRows {
  const places = new Map<string, number[]>()
  operations.forEach((op, place) => {
    const role = model.role(op)
    if (role === 'none' || (role === 'read' && op.type === 'info')) return
    const key = objectOf(model, op)
    const own = places.get(key)
    if (own) own.push(place)
    else places.set(key, [place])
  })
  const start = new Int32Array(places.size + 1)
  let key = 0
  for (const own of places.values()) start[key + 1] = start[key++]! + own.length
  const source = new Int32Array(start[key]!)
  key = 0
  for (const own of places.values()) source.set(own, start[key++]!)
  return { keys: [...places.keys()], start, source }
}

/** The check of single objects of any model: by search. */
export function objectCheck({ keys, start }: ObjectRows, operationsOf: (key: number) => readonly Operation[], model: Model, budget: Budget): KeyCheck {
  return (key) => searchKey(modelPart(operationsOf(key), model, initialOf(model, keys[key]!)), start[key]!, budget)
}
