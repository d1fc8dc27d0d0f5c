import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ClickHouseClient } from '@clickhouse/client'
import type { BlockTable } from './block.ts'
import { journals } from './for-tests/journals.ts'

const { bed, open, load } = journals()

// What every column of the stream of hits is, and what the store could be told in it.
const COLUMNS = `shop UUID, at DateTime64(3, 'UTC'), kind LowCardinality(String), visitor UInt64, path String, referrer String, link Nullable(UUID),
  value Nullable(Int64), width UInt16, small Int8, from_at Nullable(DateTime64(3, 'UTC')), other LowCardinality(String), made UInt8 default 7, odd Nullable(String)`
const ID = '01990000-0000-7000-8000-00000000000'
const things: BlockTable = { table: 'things', begins: '{"shop":"', varying: ['at', 'visitor', 'width'] }

beforeEach(async () => {
  const settings = 'order by visitor settings fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000'
  const places = 'journal_id UUID, block UInt64, row_in_block UInt32'
  await bed.hits.client.command({ query: `create table things (${COLUMNS}, ${places}) engine = MergeTree ${settings}` })
  await bed.hits.client.command({ query: `create table as_text (${COLUMNS}, ${places}) engine = MergeTree ${settings}` })
})
afterEach(async () => {
  for (const table of ['things', 'as_text']) await bed.hits.client.command({ query: `drop table ${table} sync` })
})

/** Loads lines as one block into both tables, and answers in which formats they went; the second has no word of what varies. */
async function loaded(lines: string[]): Promise<string[]> {
  const went: string[] = []
  const watched = Object.assign(Object.create(bed.hits.client) as ClickHouseClient, {
    exec: (asked: Parameters<ClickHouseClient['exec']>[0]) => {
      went.push(asked.query.split(' ').at(-1)!)
      return bed.hits.client.exec(asked)
    },
  })
  for (const table of [things, { table: 'as_text', begins: things.begins }]) {
    const journal = await open({ sealAfterMs: 60_000 })
    const loader = load(journal, { varying: undefined, ...table, client: watched })
    await journal.appendAll(lines)
    await loader.stop(30_000)
    await journal.close()
  }
  return went
}

const everythingIn = async (table: string) => {
  const answer = await bed.hits.client.query({ query: `select * except (journal_id) from ${table} order by row_in_block`, format: 'JSONEachRow' })
  return answer.json()
}

/** More than is worth columns, of a few kinds that name and leave out different columns. */
const lineOf = (n: number): string =>
  JSON.stringify({
    shop: `${ID}${n % 3}`,
    at: 1_796_040_000_000 + n,
    kind: ['view', 'clicked “it”', 'naïve 🍰'][n % 3],
    visitor: n % 5 === 0 ? 0 : 2 ** 52 + n,
    ...(n % 2 === 0 && { path: n % 50 === 0 ? `/a\\"b\n` : `/kuih-lapis-🍰${'/lagi'.repeat(30 * (n % 4))}` }),
    ...(n % 7 !== 0 && { referrer: 'x'.repeat(130 * (n % 3)) }),
    ...(n % 4 === 0 && { link: `${ID}${n % 9}` }),
    ...(n % 4 === 1 && { value: [-(2 ** 53 - 1), -1, 0, null][n % 3] }),
    ...(n % 3 === 0 && { width: n % 65_536 }),
    ...(n % 6 === 0 && { small: -128, from_at: 1_796_040_000_123 }),
    other: `word ${n % 7}`,
  })
const lines = Array.from({ length: 6000 }, (_, n) => lineOf(n))

test('rows that are much alike go as columns, and the store holds what it would hold of their text', async () => {
  expect(await loaded([...lines, 'not a row', '{"n":1}', lineOf(6000)])).toEqual(['Native', 'JSONEachRow'])
  const held = await everythingIn('things')
  expect(held).toHaveLength(6001)
  expect(held).toEqual(await everythingIn('as_text'))
})

test('more words than a byte tells apart', async () => {
  const many = lines.map((line, n) => line.replace(/"other":.*/, `"other":"word ${n % 300}"}`)).filter((_, n) => n % 21 === 1)
  const alike = many.flatMap((line) => Array.from({ length: 10 }, () => line))
  expect(await loaded(alike)).toEqual(['Native', 'JSONEachRow'])
  expect(await everythingIn('things')).toEqual(await everythingIn('as_text'))
})

const some = Array.from({ length: 400 }, (_, n) => lines[1 + (n % 40)]!)
const withOne = (rest: string) => [...some.slice(0, 200), lineOf(1).replace(/\}$/, `,${rest}}`), ...some.slice(200)]
test.each([
  ['a null', withOne('"link":null'), 'Native'],
  ['a number as text', withOne('"small":"5"'), 'JSONEachRow'],
  ['a number that does not fit', withOne('"small":200'), 'JSONEachRow'],
  ['a number that is not written in figures', [...some, lineOf(1).replace(/"visitor":\d+/, '"visitor":1e2')], 'JSONEachRow'],
  ['a number with a fraction', [...some, lineOf(1).replace(/"visitor":\d+/, '"visitor":1.5')], 'JSONEachRow'],
  ['a column that the store fills where it is left out', withOne('"made":3'), 'JSONEachRow'],
  ['a type that has no columns here', withOne('"odd":"?"'), 'JSONEachRow'],
  ['rows of too many kinds', lines.slice(0, 1000).map((line, n) => line.replace('"other":"word', `"other":"${n} word`)), 'JSONEachRow'],
  ['too few to be worth it', some.slice(0, 40), 'JSONEachRow'],
])('%s: what is not certain goes as text, and is judged by the store', async (_what, rows, format) => {
  expect((await loaded(rows))[0]).toBe(format)
  expect(await everythingIn('things')).toEqual(await everythingIn('as_text'))
  expect(await everythingIn('things')).not.toEqual([])
})
