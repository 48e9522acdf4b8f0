import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { resultSchema } from './result.ts'

/** The JSON Schema of result.json as text, the content of reports/result.schema.json. */
export function schemaText(): string {
  // `input`: unknown fields stay allowed, because later versions may add some.
  const schema = z.toJSONSchema(resultSchema, { io: 'input', target: 'draft-2020-12', reused: 'ref' })
  return `${JSON.stringify({ title: 'capcheck result.json, schema version 1', ...schema }, null, 2)}\n`
}

// `node src/report/schema.ts` writes the file; a unit test fails when it is out of date.
if (import.meta.main) writeFileSync(new URL('../../reports/result.schema.json', import.meta.url), schemaText())
