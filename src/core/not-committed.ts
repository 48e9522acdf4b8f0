/** Marks an error inside a transaction whose commit had not been sent: whatever went wrong, it definitely did not happen. */
export class NotCommittedError extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.name = 'NotCommittedError'
  }
}
