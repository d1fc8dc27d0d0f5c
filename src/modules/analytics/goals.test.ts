import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SaveGoal } from '#contract/visit-goals.ts'
import { isRefusal } from '#platform/refusal'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { addSite } from './commands/add-site.ts'
import { keepVisits } from './commands/keep-visits.ts'
import { removeGoal } from './commands/remove-goal.ts'
import { saveGoal } from './commands/save-goal.ts'
import { begin, CHROME, testIntake, type TestIntake } from './for-tests.ts'
import type { HitKind } from '#contract/analytics.ts'
import type { Asked } from './model.ts'
import { goalsOfVisits } from './queries/goals-of-visits.ts'
import { goalsReached } from './queries/goals-reached.ts'
import { visitFunnel } from './queries/visit-funnel.ts'
import { visitsBy } from './queries/visits-by.ts'
import { visitsOfPeriod } from './queries/visits-of-period.ts'

let shop: TestShop
let parts: TestIntake
let toko: string
let blog: string

beforeAll(async () => {
  shop = await begin(await testShop())
  parts = await testIntake(shop)
  toko = await siteAt('toko.example')
  blog = await siteAt('blog.example')
  // Three people at the shop, one of whom reads the blog too.
  const hit = (who: string, minute: number, host: string, kind: HitKind, path: string, more: object = {}) =>
    parts.intake.record({
      workspaceId: shop.workspaceId, siteId: host === 'toko.example' ? toko : blog, at: new Date(Date.parse('2026-11-16T03:00:00Z') + minute * 60_000),
      kind, host, path, ip: `103.10.66.${who}`, userAgent: CHROME, ...more,
    })
  await hit('1', 0, 'toko.example', 'view', '/menu')
  await hit('1', 1, 'toko.example', 'view', '/terima-kasih/')
  await hit('1', 2, 'toko.example', 'goal', '/terima-kasih/', { name: 'Pesan' })
  await hit('2', 0, 'toko.example', 'view', '/menu')
  await hit('2', 1, 'toko.example', 'engagement', '/menu', { name: '80', engagedMs: 9000 })
  await hit('2', 2, 'toko.example', 'engagement', '/menu', { name: '95', engagedMs: 9000 })
  await hit('2', 3, 'toko.example', 'goal', '/menu', { name: 'Pesan', value: 90_000, currency: 'IDR' })
  await hit('2', 4, 'toko.example', 'goal', '/menu', { name: 'Pesan', value: 500, currency: 'MYR' })
  await hit('3', 0, 'toko.example', 'view', '/menu')
  await hit('3', 1, 'toko.example', 'engagement', '/menu', { name: '40', engagedMs: 3000 })
  await hit('1', 0, 'blog.example', 'view', '/terima-kasih')
  await parts.settled()
})

afterAll(async () => {
  await parts.close()
  await shop.close()
})

async function siteAt(host: string): Promise<string> {
  const site = await shop.writing((scope) => addSite(scope, { host }))
  if (isRefusal(site)) throw new Error(site.refused)
  return site.id
}

const said = (goal: Partial<SaveGoal>): SaveGoal => ({ site: toko, name: 'Pesan', kind: 'told', what: '', percent: null, worth: null, ...goal })
const save = (goal: Partial<SaveGoal>, id?: string) => shop.writing((scope) => saveGoal(scope, said(goal), id))
const saved = async (goal: Partial<SaveGoal>) => {
  shop.clock.advance(1)
  const done = await save(goal)
  if (isRefusal(done)) throw new Error(done.refused)
  return done
}
const asked = (more: Partial<Asked> = {}): Asked => ({ span: { from: new Date('2026-11-15T17:00:00Z'), to: new Date('2026-11-16T17:00:00Z') }, zone: 'Asia/Jakarta', currency: 'IDR', filters: [], ...more })
const reached = async (more?: Partial<Asked>) =>
  (await goalsOfVisits(shop.reading(), asked(more))).map(({ name, visitors, visits, times, share, value }) => [name, visitors, visits, times, share === null ? null : Number(share.toFixed(3)), value])

test.each([['made out of hits', false], ['kept', true]])('goals hold for what was counted before them, whether the visits were %s', async (_, kept) => {
  if (kept) expect(await keepVisits(shop.hits.client, shop.clock.now())).toBeGreaterThan(0)
  const thanks = await saved({ name: 'Terima kasih', kind: 'page', what: 'https://toko.example/terima-kasih?x=1', worth: 150_000 })
  expect(thanks.what).toBe('/terima-kasih')
  const read = await saved({ name: 'Dibaca', kind: 'depth', what: '/me*', percent: 75 })
  const told = await saved({ worth: 25_000 })
  const never = await saved({ name: 'Tak pernah', kind: 'words', what: 'Beli' })
  const other = await saved({ site: blog, name: 'Dibaca', kind: 'page', what: '*' })

  expect(await reached()).toEqual([
    ['Terima kasih', 1, 1, 1, 0.333, 150_000],
    ['Dibaca', 1, 1, 1, 0.333, null],
    // One told nothing and is worth what the shop says, one told what it came to, one in another currency.
    ['Pesan', 2, 2, 3, 0.667, 115_000],
    ['Tak pernah', 0, 0, 0, 0, null],
    ['Dibaca', 1, 1, 1, 1, null],
  ])
  expect((await reached({ site: blog })).map(([name]) => name)).toEqual(['Dibaca'])
  expect(await reached({ filters: [['is', 'goal', ['Terima kasih']]] })).toEqual([
    ['Terima kasih', 1, 1, 1, 1, 150_000], ['Dibaca', 0, 0, 0, 0, null], ['Pesan', 1, 1, 1, 1, 25_000], ['Tak pernah', 0, 0, 0, 0, null], ['Dibaca', 0, 0, 0, null, null],
  ])

  // Every question knows them.
  const { rows } = await visitsBy(shop.reading(), asked(), 'goal', { limit: 10, skip: 0 })
  expect(rows.map(({ value, visitors, times, revenue }) => [value, visitors, times, revenue])).toEqual([['Dibaca', 2, 2, null], ['Pesan', 2, 3, 115_000], ['Terima kasih', 1, 1, 150_000]])
  const period = await visitsOfPeriod(shop.reading(), asked(), 'day')
  expect([period.visits, period.reached, period.bounces, period.value]).toEqual([4, 3, 1, 265_000])
  const funnel = await visitFunnel(shop.reading(), asked(), [{ kind: 'page', like: '*/menu' }, { kind: 'goal', like: 'Terima*' }])
  expect(funnel.steps.map(({ visitors }) => visitors)).toEqual([3, 1])
  const leads = (name: string) => goalsReached(shop.reading(), asked().span, { name, zone: 'Asia/Jakarta', most: 10 })
  expect((await leads('Terima kasih')).map(({ siteId, reachedAt }) => [siteId, new Date(reachedAt).toISOString()])).toEqual([[toko, '2026-11-16T03:01:00.000Z']])
  expect((await leads('Dibaca')).map(({ siteId }) => siteId).sort()).toEqual([toko, blog].sort())

  for (const { id } of [thanks, read, told, never, other]) await shop.writing((scope) => removeGoal(scope, id))
  const before = await visitsOfPeriod(shop.reading(), asked(), 'day')
  expect([before.reached, before.bounces, before.value]).toEqual([2, 2, 90_000])
  expect(await reached()).toEqual([])
})

test('what can be no goal, and what is one already', async () => {
  const refused = async (goal: Partial<SaveGoal>, id?: string) => {
    const done = await save(goal, id)
    return isRefusal(done) ? done.refused : 'saved'
  }
  const first = await saved({ name: 'Daftar', kind: 'form', what: 'form#daftar' })
  expect(await refused({ name: 'daftar' })).toBe('analytics.goal-taken')
  expect(await refused({ name: 'Daftar', kind: 'form' }, first.id)).toBe('saved')
  expect(await refused({ name: 'Lain', kind: 'element', what: 'a[' })).toBe('analytics.goal-unreadable')
  expect(await refused({ name: 'Lain', kind: 'words' })).toBe('analytics.goal-unreadable')
  expect(await refused({ name: 'Lain', kind: 'depth' })).toBe('analytics.goal-unreadable')
  expect(await refused({ name: '404' })).toBe('analytics.goal-unreadable')
  expect(await refused({ name: 'Lain', site: first.id })).toBe('analytics.site-unknown')
  expect(await refused({ name: 'Lain' }, toko)).toBe('analytics.goal-unknown')
  expect(isRefusal(await shop.writing((scope) => removeGoal(scope, toko)))).toBe(true)
})
