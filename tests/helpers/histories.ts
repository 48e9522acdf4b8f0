import { CapcheckError } from '../../src/core/errors.ts'
import type { ReadOptions } from '../../src/history/formats/read.ts'
import { checkHistory, readHistoryFile, type CheckOptions } from '../../src/pipeline/check-history.ts'

/** The exit code that the command would end with; whatever is no answer and no clear error is thrown on. */
export async function exitCodeOf(path: string, options: CheckOptions & ReadOptions = {}): Promise<number> {
  try {
    const { valid } = await checkHistory(await readHistoryFile(path, options), { budgetMs: 2000, ...options })
    return valid === true ? 0 : valid === false ? 1 : 2
  } catch (error) {
    if (error instanceof CapcheckError) return error.exitCode
    throw error
  }
}

const at = (process: number, type: string, f: string, value: unknown, time: number, key?: string): string =>
  `${JSON.stringify({ process, type, f, ...(key === undefined ? {} : { key }), value, time })}\n`

/** Small histories, one of each format and model, with their exit codes. */
export const SAMPLES: readonly { readonly name: string; readonly file: string; readonly text: string; readonly code: number }[] = [
  {
    name: 'jsonl, register',
    file: 'register.jsonl',
    text: at(0, 'invoke', 'write', 1, 0, 'x') + at(1, 'invoke', 'read', null, 5, 'x') + at(0, 'ok', 'write', 1, 10, 'x') + at(1, 'ok', 'read', 1, 12, 'x'),
    code: 0,
  },
  {
    name: 'jsonl, counter with decrements',
    file: 'counter.jsonl',
    text: at(0, 'invoke', 'add', 2, 0) + at(0, 'ok', 'add', 2, 10) + at(0, 'invoke', 'add', -1, 20) + at(0, 'info', 'add', -1, 30) + at(1, 'invoke', 'read', null, 40) + at(1, 'ok', 'read', 3, 50),
    code: 1,
  },
  {
    name: 'jsonl, set',
    file: 'set.jsonl',
    text: at(0, 'invoke', 'add', 1, 0) + at(0, 'ok', 'add', 1, 10) + at(0, 'invoke', 'add', 2, 20) + at(0, 'info', 'add', 2, 30) + at(1, 'invoke', 'read', null, 40) + at(1, 'ok', 'read', [1, 2], 50),
    code: 0,
  },
  {
    name: 'jepsen-edn, cas-register',
    file: 'register.edn',
    text: `{:process 0, :type :invoke, :f :write, :value 1}
{:process 0, :type :ok, :f :write, :value 1}
{:process 1, :type :invoke, :f :cas, :value [1 2]}
{:process 1, :type :ok, :f :cas, :value [1 2]}
{:process 0, :type :invoke, :f :read, :value nil}
{:process 0, :type :ok, :f :read, :value 1}
`,
    code: 1,
  },
  {
    name: 'jepsen-edn, independent',
    file: 'independent.edn',
    text: `{:process 0, :type :invoke, :f :write, :value [:x 1]}
{:process 0, :type :ok, :f :write, :value [:x 1]}
{:process 1, :type :invoke, :f :read, :value [:y nil]}
{:process 1, :type :ok, :f :read, :value [:y 0]}
{:process 1, :type :invoke, :f :read, :value [:x nil]}
{:process 1, :type :ok, :f :read, :value [:x 1]}
`,
    code: 0,
  },
  {
    name: 'jepsen-edn, bank',
    file: 'bank.edn',
    text: `{:process 0, :type :invoke, :f :read, :value nil}
{:process 0, :type :ok, :f :read, :value {0 10, 1 20}}
{:process 1, :type :invoke, :f :transfer, :value {:from 0, :to 1, :amount 5}}
{:process 1, :type :ok, :f :transfer, :value {:from 0, :to 1, :amount 5}}
{:process 0, :type :invoke, :f :read, :value nil}
{:process 0, :type :ok, :f :read, :value {0 5, 1 20}}
`,
    code: 1,
  },
  {
    name: 'elle-edn',
    file: 'append.edn',
    text: `{:process 0, :type :invoke, :f :txn, :value [[:append :x 1] [:r :y nil]]}
{:process 1, :type :invoke, :f :txn, :value [[:append :y 1] [:r :x nil]]}
{:process 0, :type :ok, :f :txn, :value [[:append :x 1] [:r :y nil]]}
{:process 1, :type :ok, :f :txn, :value [[:append :y 1] [:r :x nil]]}
{:process 0, :type :invoke, :f :txn, :value [[:r :x nil] [:r :y nil]]}
{:process 0, :type :ok, :f :txn, :value [[:r :x [1]] [:r :y [1]]]}
`,
    code: 1,
  },
  {
    name: 'porcupine-etcd',
    file: 'etcd.log',
    text: `INFO  jepsen.util - 0\t:invoke\t:read\tnil
INFO  jepsen.util - 1\t:invoke\t:write\t3
INFO  jepsen.util - 0\t:ok\t:read\tnil
INFO  jepsen.util - 1\t:info\t:write\t:timed-out
INFO  jepsen.util - 2\t:invoke\t:cas\t[3 4]
INFO  jepsen.util - 2\t:fail\t:cas\t[3 4]
`,
    code: 0,
  },
  {
    name: 'porcupine-kv',
    file: 'kv.txt',
    text: `{:process 0, :type :invoke, :f :put, :key "7", :value "a"}
{:process 0, :type :ok, :f :put, :key "7", :value "a"}
{:process 0, :type :invoke, :f :append, :key "7", :value "b"}
{:process 0, :type :ok, :f :append, :key "7", :value "b"}
{:process 1, :type :invoke, :f :get, :key "7", :value nil}
{:process 1, :type :ok, :f :get, :key "7", :value "ab"}
`,
    code: 0,
  },
]
