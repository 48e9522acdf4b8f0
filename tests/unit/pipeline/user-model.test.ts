import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import { checkFile } from '../../../src/pipeline/check-file.ts'
import { tempFiles } from '../../helpers/temp-files.ts'

const fileOf = tempFiles('model')
const history = fileOf('h.jsonl', '{"process":0,"type":"invoke","f":"add","value":1,"time":0}\n{"process":0,"type":"ok","f":"add","value":1,"time":1}\n')
const check = (model: string, budgetMs = 2000) => checkFile({ path: history, read: {}, check: { model, budgetMs }, heapMegabytes: 100 })
const whole = { name: "'m'", initial: '0', role: "() => 'change'", step: '(s) => s' }
const modelWith = (fields: Partial<typeof whole> & { readonly [name: string]: string }): string =>
  fileOf('m.mjs', `export default { ${Object.entries({ ...whole, ...fields }).map(([name, value]) => `${name}: ${value}`).join(', ')} }\n`)

describe("a user's own model", () => {
  it('is loaded from its file and judges', async () => {
    expect((await check(modelWith({})))?.valid).toBe(true)
    expect((await check(modelWith({ step: "() => Symbol.for('capcheck.impossible')" })))?.valid).toBe(false)
  })

  it.each([
    ['no file', './not-there.ts', /no model file .*not-there\.ts/],
    ['a file that throws', fileOf('throws.mjs', "throw new Error('no luck')"), /cannot be loaded: no luck/],
    ['no default export', fileOf('none.mjs', 'export const a = 1'), /no default export that is a record of name, initial, role and step/],
    ['no name', modelWith({ name: '1' }), /name must be a string/],
    ['a first state that is no JSON', modelWith({ initial: 'new Map()' }), /initial must be a JSON value/],
    ['a step that is no function', modelWith({ step: '1' }), /step must be a function/],
    ['a register view', modelWith({ register: '() => null' }), /register is for the models that come with capcheck/],
    ['a role that there is not', modelWith({ role: "() => 'write'" }), /role must return none, read or change, not write/],
    ['a step without a result', modelWith({ step: '() => {}' }), /step must return a JSON value.*, not undefined/],
    ['a step that is not a number', modelWith({ step: '() => NaN' }), /step must return a JSON value.*, not NaN/],
    ['a step that changes its state', modelWith({ initial: '[]', step: '(s, op) => { s.push(op.value); return s }' }), /failed in step: Cannot add property 0/],
    ['a step that throws', modelWith({ step: "() => { throw new Error('not mine') }" }), /failed in step: not mine/],
    ['a promise that is none', modelWith({ anonymous: "'yes'" }), /anonymous must be true or false/],
    ['an object that is no string', modelWith({ object: '() => 1' }), /object must return a string, not 1/],
  ])('%s is told in one sentence', async (_, model, message) => {
    await expect(check(model)).rejects.toThrow(message)
    await expect(check(model)).rejects.toMatchObject({ exitCode: 64 })
  })

  it('has its keys checked on threads once they take long', async () => {
    const notes = fileOf('threads', '')
    const module = fileOf('slow-queue.mjs', slowQueue(notes))
    const path = fileOf('queues.jsonl', Array.from({ length: 10 }, (_, key) => queueOf(`q${key}`, key === 7)).join(''))
    const answer = await checkFile({ path, read: {}, check: { model: module } })
    expect(answer).toMatchObject({ valid: false, operations: 60, model: 'slow queue', violations: [{ key: 'q7', confirmed: true }] })
    const threads = new Set(readFileSync(notes, 'utf8').trim().split('\n'))
    // The first of them is the one that begins alone.
    expect(threads.size).toBeGreaterThan(availableParallelism() > 1 ? 1 : 0)
  })

  it('that never returns is ended, and the answer is unknown', async () => {
    const answer = await check(modelWith({ step: '() => { for (;;); }' }), 100)
    expect(answer).toMatchObject({ valid: 'unknown', summary: 'Not decided: the time set for the check was used up.', operations: 1 })
  })

  it('that fills the memory is ended, and the answer is unknown', async () => {
    const answer = await check(modelWith({ step: '() => { const all = []; for (;;) all.push(new Array(1000).fill({})) }' }), 60_000)
    expect(answer?.valid).toBe('unknown')
    expect(answer?.summary).toMatch(/memory of this process was used up by the check/)
  })
})

/** A queue by key: `enqueue` of a value, `dequeue` of the oldest. Each step takes 10 ms, and the first of a thread notes which thread it is. */
function slowQueue(notes: string): string {
  return `import { appendFileSync } from 'node:fs'
import { threadId } from 'node:worker_threads'

const IMPOSSIBLE = Symbol.for('capcheck.impossible')
let noted = false

export default {
  name: 'slow queue',
  initial: [],
  anonymous: true,
  role(op) {
    return op.type === 'fail' ? 'none' : 'change'
  },
  step(queue, op) {
    takeTime()
    if (op.f === 'enqueue') return [...queue, op.value]
    if (queue.length === 0) return op.type === 'info' ? queue : IMPOSSIBLE
    const [oldest, ...rest] = queue
    return op.type === 'info' || op.result === oldest ? rest : IMPOSSIBLE
  },
}

function takeTime() {
  if (!noted) appendFileSync(${JSON.stringify(notes)}, \`\${threadId}\\n\`)
  noted = true
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
}
`
}

/** Three values go in and come out again, in order or not; times of each key lie apart. */
function queueOf(key: string, wrong: boolean): string {
  const begin = 1000 * Number(key.slice(1))
  const order = wrong ? [1, 3, 2] : [1, 2, 3]
  const calls = [1, 2, 3].flatMap((value) => [{ f: 'enqueue', value, answer: value }]).concat(order.map((answer) => ({ f: 'dequeue', value: 0, answer })))
  return calls
    .map(({ f, value, answer }, i) => {
      const event = (type: string, shown: unknown, time: number): string => `${JSON.stringify({ process: 0, type, f, key, value: shown, time })}\n`
      return event('invoke', f === 'dequeue' ? null : value, begin + 10 * i) + event('ok', answer, begin + 10 * i + 5)
    })
    .join('')
}
