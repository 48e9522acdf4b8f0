import type { Collection, Db, OptionalUnlessRequiredId } from 'mongodb'

/**
 * Makes a collection with its first documents and returns when every member has them, also for reads at a snapshot.
 */
export async function createFilled<T extends { _id: string }>(db: Db, name: string, documents: readonly T[]): Promise<Collection<T>> {
  const { hosts } = await db.command({ hello: 1 })
  const writeConcern = { w: (hosts as string[]).length }
  const collection = await db.createCollection<T>(name, { writeConcern })
  if (documents.length > 0) await collection.insertMany(documents as unknown as OptionalUnlessRequiredId<T>[], { writeConcern })
  // A member learns what a majority has with the next piece of the oplog, so it has to get one more.
  await db.collection(`${name}_ready`).insertOne({}, { writeConcern })
  return collection
}
