import { resolve } from 'node:path'
import { loadModel } from '../checker/linearizability/workers/model-source.ts'
import type { NamedModel } from '../checker/named/answer.ts'
import { explainPlainly } from '../checker/named/tell.ts'

/**
 * A user's own model: a module whose default export is a `Model`. Its keys are checked on threads, each of which loads it again.
 *
 * @throws CapcheckError (exit 64) when the file cannot be loaded or exports no model
 */
export async function userModel(file: string): Promise<NamedModel> {
  const module = resolve(file)
  const own = await loadModel({ module })
  return {
    name: own.name,
    title: module,
    task: (operations, { initial }) => {
      const model = initial === undefined ? own : { ...own, initial, initialOf: () => initial }
      const source = { module, ...(initial === undefined ? {} : { initial }) }
      return { notes: [], search: { operations, model, source, explain: explainPlainly } }
    },
  }
}
