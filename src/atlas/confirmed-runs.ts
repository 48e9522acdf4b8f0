/** Written by `npm run catalogue -- <run folder>…`, see `confirmed.ts`. */
export const RUNS = {}
