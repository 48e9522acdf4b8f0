/** Counts and seed of random tests; a failure names the seed of its history. */
export const RUNS = Number(process.env['CAPCHECK_RANDOM_HISTORIES'] ?? 2000)
export const SEED = Number(process.env['CAPCHECK_RANDOM_SEED'] ?? 1)
