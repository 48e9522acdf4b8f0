import fc from 'fast-check'

/** The same cases in every run, so that a change is judged by itself; another seed looks elsewhere. */
const seed = Number(process.env.CAPCHECK_FUZZ_SEED ?? 20_261_123)

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed })
