import type { StoreWorkload } from '../../src/core/workload.ts'
import type { MongodbSession } from '../../src/stores/mongodb/session.ts'
import { createFilled } from '../../src/stores/mongodb/collections.ts'
import { readOptions, writeOptions } from '../../src/stores/mongodb/concerns.ts'

interface Post {
  readonly _id: string
  readonly likes: number
}

/** One document a post; a like is one atomic `$inc`. */
export const mongodb: StoreWorkload<MongodbSession> = {
  async setup({ db }, { prefix, posts }) {
    await createFilled<Post>(
      db,
      `${prefix}_likes`,
      (posts as string[]).map((post) => ({ _id: post, likes: 0 })),
    )
  },
  async run({ db }, op, settings) {
    const posts = db.collection<Post>(`${settings.prefix}_likes`)
    switch (op.f) {
      case 'like':
      case 'unlike': {
        await posts.updateOne({ _id: op.key! }, { $inc: { likes: op.f === 'like' ? 1 : -1 } }, writeOptions(settings))
        return { type: 'ok', value: null }
      }
      case 'read': {
        const found = await posts.findOne({ _id: op.key! }, readOptions(settings))
        return { type: 'ok', value: found?.likes ?? null }
      }
      default:
        throw new TypeError(`likes-counter has no operation ${op.f}`)
    }
  },
}
