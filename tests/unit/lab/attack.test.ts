import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { judgeAttack } from '../../../src/lab/attack.ts'
import type { Attack } from '../../../src/lab/definition.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-attack-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const event = (process: number, type: string, f: string, value: unknown, time: number): string => `${JSON.stringify({ process, type, f, key: 'x', value, time })}\n`
const op = (process: number, f: string, value: unknown, from: number, to: number, type = 'ok', answer = value): string => event(process, 'invoke', f, value, from) + event(process, type, f, answer, to)
const STALE = op(0, 'write', 1, 0, 10) + op(1, 'read', null, 20, 30, 'ok', null)
const FINE = op(0, 'write', 1, 0, 10) + op(1, 'read', null, 20, 30, 'ok', 1)
const SAVED = op(0, 'write', 1, 0, 10, 'info') + op(1, 'read', null, 20, 30, 'ok', 1)

function judge(files: { readonly [name: string]: string }, changes: Partial<Attack> = {}) {
  const folder = mkdtempSync(join(scratch, 'files-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return judgeAttack({ id: 'a', ask: '?', file: 'a.jsonl', operations: 4, wants: 'not-valid', ...changes }, folder)
}

describe('a history that a student wrote', () => {
  it.each([
    ['is invalid, as asked', { 'a.jsonl': STALE }, {}, true, 'not-valid'],
    ['is valid where it should not be', { 'a.jsonl': FINE }, {}, false, 'valid'],
    ['is valid, as asked', { 'a.jsonl': SAVED }, { wants: 'valid' }, true, 'valid'],
    ['does not fool the checker', { 'a.jsonl': STALE }, { wants: 'wrong answer' }, false, 'not-valid'],
    ['is one line away from another', { 'a.jsonl': SAVED.replace('"info"', '"fail"'), 'b.jsonl': SAVED }, { changeOf: { file: 'b.jsonl', lines: 1 } }, true, 'not-valid'],
  ] as const)('%s', async (_what, files, changes, met, checker) => {
    expect(await judge(files, changes)).toMatchObject({ met, checker })
  })

  it.each([
    ['is not there', {}, {}, /^there is no a\.jsonl$/],
    ['is no history', { 'a.jsonl': 'hello' }, {}, /^a\.jsonl:1:1: this is no history/],
    ['is too long', { 'a.jsonl': STALE + op(0, 'write', 2, 40, 50) }, { operations: 2 }, /^3 operations; at most 2 are allowed$/],
    ['is too large', { 'a.jsonl': ' '.repeat(70_000) }, {}, /^a\.jsonl has more than 65536 bytes$/],
    ['has operations of another kind', { 'a.jsonl': op(0, 'like', 1, 0, 10) }, {}, /^a\.jsonl:1:1: like of x by process 0/],
    ['is the same as the other', { 'a.jsonl': STALE, 'b.jsonl': STALE }, { changeOf: { file: 'b.jsonl', lines: 1 } }, /but it is the same as b\.jsonl$/],
    ['differs in two lines', { 'a.jsonl': STALE, 'b.jsonl': STALE.replaceAll('"write"', '"cas"') }, { changeOf: { file: 'b.jsonl', lines: 1 } }, /but more than 1 of its lines differ from b\.jsonl$/],
  ] as const)('%s: earns nothing and is told why', async (_what, files, changes, message) => {
    const { met, detail } = await judge(files, changes)
    expect(met).toBe(false)
    expect(detail).toMatch(message)
  })

  it('is judged by every order of its operations as by the checker', async () => {
    const { detail } = await judge({ 'a.jsonl': op(0, 'cas', [null, 1], 0, 10) + op(1, 'cas', [1, 3], 15, 18, 'fail') + op(2, 'read', null, 20, 30, 'ok', 2) })
    expect(detail).toMatch(/^checker and trying all orders agree: not-valid\. /)
  })
})
