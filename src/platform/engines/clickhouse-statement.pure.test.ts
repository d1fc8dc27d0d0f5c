import { describe, expect, test } from 'vitest'
import { readStatement } from './clickhouse-statement.ts'

describe('one statement a request', () => {
  test.each([
    'SELECT 1; SELECT 2',
    'SELECT 1;;',
    'SELECT 1; DROP TABLE hits',
    'INSERT INTO t VALUES (1); DROP TABLE t',
    "SELECT 'a\\'; SELECT 2",
    'SELECT 1 -- a comment\n; SELECT 2',
    'SELECT /* ; */ 1; SELECT 2',
    'SELECT $tag$ ; $tag$; SELECT 2',
    'SELECT 1\0; SELECT 2',
    '',
    '  -- nothing\n',
  ])('refuses %j', text => {
    // The fifth is one statement with an open quote: the engine's to refuse.
    if (text.includes("\\'")) expect(readStatement(text).sql).toBe(text)
    else expect(() => readStatement(text)).toThrow(/SYNTAX_ERROR/)
  })

  test.each([
    ["SELECT ';' AS a, \";\" AS b, `;` AS c;", "SELECT ';' AS a, \";\" AS b, `;` AS c"],
    ['SELECT 1 -- ; not the end', 'SELECT 1 -- ; not the end'],
    ['SELECT 1 # ; nor this', 'SELECT 1 # ; nor this'],
    ['SELECT /* ; */ 1 ; \n', 'SELECT /* ; */ 1 '],
    ["SELECT 'it''s;'", "SELECT 'it''s;'"],
    ['SELECT $x$ ; $x$', 'SELECT $x$ ; $x$'],
  ])('takes %j', (text, sql) => {
    expect(readStatement(text).sql).toBe(sql)
  })
})

describe('rows sent with an INSERT', () => {
  test('are cut off behind the FORMAT clause', () => {
    const statement = readStatement('INSERT INTO t (a, b) SETTINGS x = 1 FORMAT JSONEachRow {"a": "\'; --"}\n{"a": 2}')
    expect(statement.rowsFormat).toBe('JSONEachRow')
    expect(statement.sql).toBe('INSERT INTO t (a, b) SETTINGS x = 1 FORMAT JSONEachRow')
    expect(statement.inlineRows).toBe(' {"a": "\'; --"}\n{"a": 2}')
  })

  test('are taken in two formats only', () => {
    expect(readStatement('insert into t format jsoncompacteachrow').rowsFormat).toBe('JSONCompactEachRow')
    expect(() => readStatement('INSERT INTO t FORMAT CSV\n1,2')).toThrow(/UNKNOWN_FORMAT/)
    expect(() => readStatement('INSERT INTO t FORMAT TSV')).toThrow(/UNKNOWN_FORMAT/)
  })

  test('or stand in VALUES, and nothing behind them', () => {
    expect(readStatement("INSERT INTO t (a) VALUES (1, 'x;)'), (now())").rowsFormat).toBeUndefined()
    expect(() => readStatement('INSERT INTO t VALUES (1)\n\nDROP TABLE t')).toThrow(/after VALUES/)
  })

  test('a SELECT may name a column `format`', () => {
    expect(readStatement('INSERT INTO t SELECT format FROM x').sql).toBe('INSERT INTO t SELECT format FROM x')
  })
})

test('names placeholders, outside of strings', () => {
  const statement = readStatement("SELECT {a:String}, '{b:String}', { c : Array(UInt8) }, map('x': 1) -- {d:String}")
  expect([...statement.placeholders]).toEqual(['a', 'c'])
})

test('tells what reads, and in which format', () => {
  expect(readStatement('SELECT 1 FORMAT CSV SETTINGS max_threads = 1')).toMatchObject({ reads: true, resultFormat: 'CSV' })
  expect(readStatement('WITH 1 AS x SELECT x')).toMatchObject({ reads: true, resultFormat: undefined })
  expect(readStatement("SELECT * FROM (SELECT 1 FORMAT Null)").resultFormat).toBeUndefined()
  expect(readStatement('ALTER TABLE t DELETE WHERE a = 1').reads).toBe(false)
})

test('tells what leaves traces on a session', () => {
  for (const text of ['SET max_threads = 1', 'USE other', 'CREATE TEMPORARY TABLE x (a UInt8)']) {
    expect(readStatement(text).leavesTraces, text).toBe(true)
  }
  for (const text of ['SELECT 1', 'CREATE TABLE t (a UInt8)', 'CREATE TABLE temporary (a UInt8)', '(SELECT 1)']) {
    expect(readStatement(text).leavesTraces, text).toBe(false)
  }
})
