export const mongodb = undefined as never
