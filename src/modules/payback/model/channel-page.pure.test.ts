import { expect, it } from 'vitest'
import { channelMonths, postsOfOrders, postsReport } from './channel-page.ts'
import { figuresOf } from './figures.ts'
import { demoEntries, monthNamed, runningMonth } from './for-tests.ts'
import { ledgerOf } from './ledger.ts'

const entries = demoEntries()
const ledger = ledgerOf(entries, runningMonth)

it('begins with the channel’s first month, and its last month’s sum is all of them', () => {
  const months = channelMonths(ledger, figuresOf(ledger, 'demo'), 'instagram')
  expect(months[0]!.month).toBe(monthNamed(8))
  expect(months.at(-1)).toMatchObject({ month: runningMonth, first: 0, minutes: 0 })
  expect(months.at(-1)!.cumulated.net).toBe(months.reduce((sum, { profit }) => sum + profit.net!, 0))
  expect(channelMonths(ledger, figuresOf(ledger, 'demo'), 'tiktok')).toEqual([])
})

it('names posts by what they brought, then by when they went out, also one that is in no book any more', () => {
  const [one, two, three] = ledger.cell(monthNamed(8), 'instagram').orders
  const by = (postId: string) => ({ channel: 'instagram' as const, by: 'code' as const, postId })
  const sold = postsOfOrders([
    { ...one!, tracked: by('sold') },
    { ...two!, tracked: by('sold'), margin: null },
    { ...three!, tracked: by('gone') },
    { ...three!, tracked: { channel: 'instagram', by: 'link' } },
  ])
  const told = [
    { postId: 'new', text: 'baru', inMonth: true },
    { postId: 'old', text: 'lama', inMonth: true },
    { postId: 'sold', text: 'laku', inMonth: false },
  ]
  expect(postsReport(told, sold)).toEqual({
    count: 2,
    rows: [
      { postId: 'sold', text: 'laku', orders: 2, margin: 35_000 },
      { postId: 'gone', text: null, orders: 1, margin: 35_000 },
      { postId: 'new', text: 'baru', orders: 0, margin: 0 },
      { postId: 'old', text: 'lama', orders: 0, margin: 0 },
    ],
  })
})
