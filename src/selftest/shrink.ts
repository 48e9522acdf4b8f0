/** Leaves out items one by one for as long as `fails` stays true: none of what is left can be spared. */
export function shrink<T>(items: readonly T[], fails: (items: readonly T[]) => boolean): readonly T[] {
  let kept = items
  for (let i = 0; i < kept.length; ) {
    const fewer = kept.toSpliced(i, 1)
    if (!fails(fewer)) i++
    else {
      kept = fewer
      i = 0
    }
  }
  return kept
}
