/** Whatever survives a round trip through JSON unchanged. Histories and results hold nothing else. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
