/** One row of an answer, by column. */
export interface PostgresRow {
  readonly [column: string]: unknown
}

/** The answer to one statement. */
export interface PostgresRows {
  readonly rows: readonly PostgresRow[]
  /** Rows that were read or changed; null for statements that have none. */
  readonly rowCount: number | null
}

/** What a workload gets to talk to one PostgreSQL node: one connection, for one operation at a time. */
export interface PostgresSession {
  /** Runs one statement; `name` makes it a prepared one. */
  query(text: string, values?: readonly unknown[], name?: string): Promise<PostgresRows>
}
