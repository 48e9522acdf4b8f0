import { type Collection, Long } from 'mongodb'
import { sendAgain } from '../../src/core/blind-retry.ts'
import type { LaneSettings, StoreWorkload } from '../../src/core/workload.ts'
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
        const change = { $inc: { likes: op.f === 'like' ? 1 : -1 } }
        const { resendAfterMs, numbered } = settings
        const add = () => posts.updateOne({ _id: op.key! }, change, writeOptions(settings))
        if (typeof resendAfterMs === 'number') return sendAgain(numbered === true ? numberedUpdate(posts, op.key!, change, settings) : add, { afterMs: resendAfterMs })
        await add()
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

/** Drivers count for each session; sessions here come and go, so all of them share one count, which grows for each. */
let number = 0

/**
 * An update that can be sent again without being done again, as drivers do it that retry writes: both attempts carry one
 * session and number, by which the server knows the second for what it is.
 */
function numberedUpdate(posts: Collection<Post>, post: string, change: object, settings: LaneSettings): () => Promise<unknown> {
  const session = posts.db.client.startSession({ causalConsistency: false })
  const txnNumber = Long.fromNumber(++number)
  const command = { update: posts.collectionName, updates: [{ q: { _id: post }, u: change }], txnNumber, ...writeOptions(settings) }
  return () => posts.db.command({ ...command }, { session })
}
