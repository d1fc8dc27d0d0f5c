import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ClickHouseClient } from '@clickhouse/client'
import type { BlockTable } from './block.ts'
import { journals } from './for-tests/journals.ts'

const { bed, open, load } = journals()

// What every column of the stream of hits is, and what the store could be told in it.
const COLUMNS = `shop UUID, at DateTime64(3, 'UTC'), kind LowCardinality(String), visitor UInt64, path String, referrer String, link Nullable(UUID),
  value Nullable(Int64), width UInt16, small Int8, from_at Nullable(DateTime64(3, 'UTC')), other LowCardinality(String), made UInt8 default 7, odd Nullable(String)`
const ID = '01990000-0000-7000-8000-00000000000'
const things: BlockTable = { table: 'things', begins: '{"shop":"', varying: ['at', 'visitor', 'path', 'width'] }

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
    const loader = load(journal, { ...table, client: watched })
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
    ...(n % 2 === 0 && { path: n % 50 === 0 ? `/a\\"b\n/${n}` : `/kuih-lapis-🍰/${n}${'/lagi'.repeat(n % 40)}` }),
    ...(n % 7 !== 0 && { referrer: 'x'.repeat(130 * (n % 3)) }),
    ...(n % 4 === 0 && { link: `${ID}${n % 9}` }),
    ...(n % 4 === 1 && { value: [-(2 ** 53 - 1), -1, 0, null][n % 3] }),
    ...(n % 3 === 0 && { width: n % 65_536 }),
    ...(n % 6 === 0 && { small: -128, from_at: 1_796_040_000_123 }),
    other: `word ${n % 7}`,
  })
const lines = Array.from({ length: 6000 }, (_, n) => lineOf(n))

test('rows that are much alike go as columns, and the store holds what it would hold of their text', async () => {
  const wrong = ['not a row', '', '{"n":1}'].filter((line) => line !== '')
  expect(await loaded([...lines, ...wrong, lineOf(6000)])).toEqual(['Native', 'JSONEachRow'])
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

const oneOf = (line: string) => [...lines.slice(0, 3000), line, ...lines.slice(3000)]
const more = (rest: string) => lineOf(1).replace(/\}$/, `,${rest}}`)
test.each([
  ['a number as text', oneOf(more('"small":"5"'))],
  ['a number that is not whole, in the place of one that varies', oneOf(lineOf(1).replace('"visitor":', '"visitor":1e2,"x":').replace(',"x":', ',"width":'))],
  ['a column that the store fills where it is left out', oneOf(more('"made":3'))],
  ['a type that has no columns here', oneOf(more('"odd":"?"'))],
  ['a column named twice', oneOf(more('"visitor":5'))],
  ['an id that is none', oneOf(more('"link":null'))],
  ['rows of too many kinds', lines.map((line, n) => line.replace('"other":"word', `"other":"${n} word`))],
])('%s: the block goes as text, and is judged by the store', async (_what, rows) => {
  const went = await loaded(rows)
  expect(went.at(0)).toBe(_what === 'an id that is none' ? 'Native' : 'JSONEachRow')
  expect(await everythingIn('things')).toEqual(await everythingIn('as_text'))
})
