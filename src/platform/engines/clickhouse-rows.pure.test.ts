import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRows } from './clickhouse-rows.ts'

test('takes blank lines out', async () => {
  const rows = await readRows('\n\n{"a":1}\r\n\r\n   \n{"a":2}\n\n', 'JSONEachRow')
  expect(rows).toEqual({ text: '{"a":1}\n{"a":2}', count: 2 })
})

test('keeps numbers as they were written', async () => {
  expect((await readRows('[18446744073709551615, 1.10]', 'JSONCompactEachRow')).text).toBe('[18446744073709551615, 1.10]')
})

test.each([
  ['{"a":1}\n\nDROP TABLE t', 2],
  ['{"a":1}; DROP TABLE t', 1],
  ['{"a":1} {"a":2}', 1],
  ['{"a":1},', 1],
  ['[{"a":1}]', 1],
  ['{"a":1}\n{"a":', 2],
  ['{"a":"\0"}', 1],
  ['null', 1],
])('refuses %j at its row', async (body, row) => {
  await expect(readRows(body, 'JSONEachRow')).rejects.toThrow(`(at row ${row})`)
})

test('whatever is sent, what comes out is one JSON object a line', async () => {
  const piece = fc.oneof(fc.json(), fc.string(), fc.constantFrom('\n', '\n\n', '\r\n', ' ', '{"a":1}', 'DROP TABLE t', ';'))
  await fc.assert(
    fc.asyncProperty(fc.array(piece), async pieces => {
      const rows = await readRows(pieces.join(''), 'JSONEachRow').catch(() => undefined)
      if (!rows || rows.count === 0) return
      for (const line of rows.text.split('\n')) expect(JSON.parse(line)).toBeTypeOf('object')
      expect(rows.text).not.toMatch(/\n\s*\n/)
    }),
  )
})
