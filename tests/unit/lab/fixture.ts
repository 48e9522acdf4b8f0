import { labSchema, type Lab } from '../../../src/lab/definition.ts'

const AT = { profile: 'PG-5', workload: 'register', shape: 'leader-alone' }

/** A lab.json as somebody may have written it: about the run of tests/helpers/finished-run.ts. */
export function labText(changes: object = {}): string {
  const lab = {
    ...{ schemaVersion: 1, id: '01-test', title: 'A test', minutes: 5 },
    run: { profiles: ['PG-5'], workloads: ['register'], shapes: ['leader-alone'] },
    predictions: [
      { id: 'alone-write', kind: 'answers', ask: 'Does n1 answer writes?', of: AT, side: 'minority', f: 'write' },
      { id: 'others-read', kind: 'answers', ask: 'Do the others answer reads?', of: AT, side: 'majority', f: 'read' },
      { id: 'letter', kind: 'letter', ask: 'Which letter?', of: AT },
      { id: 'in-order', kind: 'check', ask: 'Is the history linearizable?', of: AT, check: 'linearizability' },
    ],
    questions: [
      { id: 'why', ask: 'Why?', words: 3 },
      { id: 'what-else', ask: 'What else?', words: 0 },
    ],
    ...changes,
  }
  return JSON.stringify(lab, null, 1)
}

export function lab(changes: object = {}): Lab {
  return labSchema.parse(JSON.parse(labText(changes)))
}

/** A sheet with these answers in it. */
export function filled(sheet: string, answers: { readonly [id: string]: string }): string {
  return Object.entries(answers).reduce((text, [id, answer]) => {
    const [before, item = ''] = text.split(`### ${id}\n`) as [string, string?]
    const [, question = '', rest = ''] = /^(\n(?:>.*\n)+)([^]*)$/.exec(item)!
    return `${before}### ${id}\n${question}\n${answer}\n${rest.replace(/^\s*Answer:/, '')}`
  }, sheet)
}
