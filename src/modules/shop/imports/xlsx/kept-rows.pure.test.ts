import { expect, it } from 'vitest'
import { cellOf } from '#platform/sheets'
import type { RowOfSheet } from '../file/workbook.ts'
import { keptRows } from './kept-rows.ts'

const shared = ['satu', 'dua', 'tiga'].map((text, place) => ({ ...cellOf(text, false), place }))
const own = (nth: number) => cellOf(String(nth), true)

/** Rows of two sheets, more than a page holds: with shared cells, with their own, with gaps, and with none. */
const rows: RowOfSheet[] = Array.from({ length: 6000 }, (_, nth) => ({
  sheet: nth < 4000 ? 'pertama' : 'kedua',
  number: nth + 1,
  cells: nth % 100 === 0 ? [] : Array.from({ length: 60 }, (_, column) => (column % 3 === 0 ? shared[(nth + column) % 3] : column % 30 === 1 ? own(nth + column) : undefined)),
}))

async function again(kept: ReturnType<typeof keptRows>): Promise<RowOfSheet[]> {
  const found: RowOfSheet[] = []
  for await (const row of kept.again()) found.push(row)
  return found
}

it('gives rows as they were kept, as often as they are asked for', async () => {
  const kept = keptRows(shared)
  for (const row of rows) kept.keep(row)
  expect(kept.all).toBe(true)
  for (let time = 0; time < 2; time++) expect(JSON.stringify(await again(kept))).toBe(JSON.stringify(rows))
})

it.each([
  ['numbers', { numbers: 300_000, own: 1_000_000 }],
  ['cells of their own', { numbers: 8_000_000, own: 1000 }],
])('keeps none where there are too many %s', async (_, most) => {
  const kept = keptRows(shared, most)
  for (const row of rows) kept.keep(row)
  expect(kept.all).toBe(false)
  expect(await again(kept)).toEqual([])
})
