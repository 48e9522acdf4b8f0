/**
 * What somebody may have meant.
 *
 * @returns a hint for an error; undefined when nothing allowed is near
 */
export function didYouMean(word: string, allowed: Iterable<string>): string | undefined {
  const near = nearest(word, allowed)
  return near === undefined ? undefined : `Did you mean ${near}?`
}

/** The allowed word with the fewest edits, of equals the first; at most one edit in three letters, case apart. A beginning counts as one edit. */
function nearest(word: string, allowed: Iterable<string>): string | undefined {
  const from = word.toLowerCase()
  let best: { readonly candidate: string; readonly edits: number } | undefined
  for (const candidate of allowed) {
    const to = candidate.toLowerCase()
    const edits = from.length > 2 && to.startsWith(from) ? Math.min(1, editDistance(from, to)) : editDistance(from, to)
    if (edits <= Math.max(1, Math.floor(candidate.length / 3)) && edits < (best?.edits ?? Infinity)) best = { candidate, edits }
  }
  return best?.candidate
}

/**
 * Damerau-Levenshtein distance in the restricted form (optimal string alignment): insertions, deletions, substitutions and swaps
 * of neighbours, no part edited twice. F. J. Damerau, "A technique for computer detection and correction of spelling errors",
 * CACM 7(3), 1964; the table is that of R. Wagner and M. Fischer, "The string-to-string correction problem", JACM 21(1), 1974.
 */
export function editDistance(from: string, to: string): number {
  // Rows of the table for the prefixes of `from`: two back, one back, this one. A typed word is short; a longer one is no typo.
  if (Math.abs(from.length - to.length) > 20) return Infinity
  let older: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, j) => j)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same)
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) row[j] = Math.min(row[j]!, older[j - 2]! + 1)
    }
    older = last
    last = row
  }
  return last[to.length]!
}
