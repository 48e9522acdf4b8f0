/**
 * Sorts `ids[0 .. n]` by `rank`, both together; equal ranks by `tie`, then as they stood.
 * Zones come nearly sorted, so insertion sort goes first; once it has moved too much, a real sort takes over.
 */
export function sortByRank(ids: Int32Array, rank: Float64Array, n: number, tie: (a: number, b: number) => number): void {
  let moves = 0
  const limit = 16 * n
  for (let i = 1; i < n; i++) {
    const id = ids[i]!
    const r = rank[i]!
    let j = i - 1
    while (j >= 0 && (rank[j]! > r || (rank[j] === r && tie(ids[j]!, id) > 0))) {
      ids[j + 1] = ids[j]!
      rank[j + 1] = rank[j]!
      j--
    }
    ids[j + 1] = id
    rank[j + 1] = r
    moves += i - 1 - j
    if (moves > limit) return sortFully(ids, rank, n, tie)
  }
}

function sortFully(ids: Int32Array, rank: Float64Array, n: number, tie: (a: number, b: number) => number): void {
  const places = Array.from({ length: n }, (_, i) => i)
  const oldIds = ids.slice(0, n)
  const oldRank = rank.slice(0, n)
  places.sort((a, b) => {
    if (oldRank[a]! < oldRank[b]!) return -1
    if (oldRank[a]! > oldRank[b]!) return 1
    return tie(oldIds[a]!, oldIds[b]!) || a - b
  })
  for (let i = 0; i < n; i++) {
    ids[i] = oldIds[places[i]!]!
    rank[i] = oldRank[places[i]!]!
  }
}
