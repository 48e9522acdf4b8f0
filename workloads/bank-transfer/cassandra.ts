export const cassandra = undefined as never
