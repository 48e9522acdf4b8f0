/** Two-sided 95 % quantile of the normal distribution. */
const Z = 1.96

/**
 * Upper end of the 95 % confidence interval of a share of which `seen` of `attempts` were observed: the rule of three
 * when it was never seen (3/n), else Wilson's score interval. Null without attempts. 214 refusals and no success
 * give 0.014: at most 1.4 % of such requests succeed.
 */
export function upperBound(seen: number, attempts: number): number | null {
  if (attempts === 0) return null
  if (seen === 0) return Math.min(1, 3 / attempts)
  const share = seen / attempts
  const spread = Z * Math.sqrt((share * (1 - share)) / attempts + (Z * Z) / (4 * attempts * attempts))
  return Math.min(1, (share + (Z * Z) / (2 * attempts) + spread) / (1 + (Z * Z) / attempts))
}

/** A share as it is printed: `1.4 %`. */
export function percent(share: number): string {
  const value = share * 100
  return `${Number(value.toFixed(value < 10 ? 1 : 0))} %`
}

/**
 * Do these counts show, with 95 % confidence, that more than `share` of such attempts end so? The exact one-sided binomial
 * test (Clopper, Pearson 1934): that many or more would be seen in less than 5 of 100 samples if it were `share`.
 * One of 17 does not show more than 1 %, two do.
 */
export function exceeds(seen: number, attempts: number, share: number): boolean {
  let logTerm = attempts * Math.log(1 - share)
  let fewer = 0
  for (let count = 0; count < seen; count++) {
    fewer += Math.exp(logTerm)
    logTerm += Math.log((attempts - count) / (count + 1)) + Math.log(share / (1 - share))
  }
  return 1 - fewer < 0.05
}
