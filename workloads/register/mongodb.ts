import type { StoreWorkload } from '../../src/core/workload.ts'
import type { MongodbSession } from '../../src/stores/mongodb/session.ts'
import { createFilled } from '../../src/stores/mongodb/collections.ts'
import { readOptions, writeOptions } from '../../src/stores/mongodb/concerns.ts'

interface Register {
  readonly _id: string
  readonly v: number
}

/** One document a register; every operation is one command on it. */
export const mongodb: StoreWorkload<MongodbSession> = {
  async setup({ db }, { prefix, keys, probeKeys, unboundedKeys, initial }) {
    const all = [keys, probeKeys, unboundedKeys].flat() as string[]
    await createFilled<Register>(
      db,
      `${prefix}_register`,
      all.map((key) => ({ _id: key, v: initial as number })),
    )
  },
  async run({ db }, op, settings) {
    const registers = db.collection<Register>(`${settings.prefix}_register`)
    switch (op.f) {
      case 'read': {
        const found = await registers.findOne({ _id: op.key! }, readOptions(settings))
        return { type: 'ok', value: found?.v ?? null }
      }
      case 'write': {
        await registers.updateOne({ _id: op.key! }, { $set: { v: op.value as number } }, writeOptions(settings))
        return { type: 'ok', value: op.value }
      }
      case 'cas': {
        const [from, to] = op.value as [number, number]
        const { matchedCount } = await registers.updateOne({ _id: op.key!, v: from }, { $set: { v: to } }, writeOptions(settings))
        if (matchedCount === 1) return { type: 'ok', value: op.value }
        return { type: 'fail', error: { code: 'cas-mismatch', message: `the register does not hold ${from}` } }
      }
      default:
        throw new TypeError(`register has no operation ${op.f}`)
    }
  },
}
