import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays } from '#platform/clock'
import { newId } from '#platform/ids'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { agenda } from './agenda.ts'
import { begin, CHROME, testIntake, type TestIntake } from './for-tests.ts'

let shop: TestShop
let parts: TestIntake

// Five visits a day to the shop's own page in Jakarta, of an evening; on the 18th eighteen, most of them by Instagram.
beforeAll(async () => {
  shop = await begin(await testShop({ at: '2026-11-20T06:00:00Z' }))
  parts = await testIntake(shop)
  for (let day = '2026-10-10'; day <= '2026-11-18'; day = addDays(day, 1))
    for (let visit = 0; visit < (day === '2026-11-18' ? 18 : 5); visit++)
      await parts.intake.record({
        workspaceId: shop.workspaceId,
        kind: 'view',
        host: 'kicau.example',
        path: '/s/sambal',
        userAgent: CHROME,
        visitorId: `${day} ${visit}`,
        channel: visit < 3 ? 'whatsapp' : 'instagram',
        at: new Date(`${day}T13:${10 + visit}:00Z`),
      })
  await parts.settled()
}, 60_000)

afterAll(async () => {
  await parts.close()
})

const offeredOn = (day: string) => agenda.candidates(shop.reading(), { memberId: newId(), day, hour: '09:00' })

test('a usual day offers nothing', async () => {
  expect(await offeredOn('2026-11-17')).toEqual([])
})

test('a wave is told on its own day, under the name that it keeps', async () => {
  expect(await offeredOn('2026-11-18')).toMatchObject([
    {
      subject: `${shop.workspaceId}.2026-11-18`,
      state: 'spike',
      reason: { code: 'visits-spike-today', values: { count: 18, usual: 5, channel: 'instagram' } },
      action: { href: '/visits?from=2026-11-18&to=2026-11-18&filter=%5B%22is%22%2C%22channel%22%2C%5B%22instagram%22%5D%5D' },
    },
  ])
})

test('the day after a wave names the channel that brought it', async () => {
  expect(await offeredOn('2026-11-19')).toEqual([
    {
      kind: 'visits',
      subject: `${shop.workspaceId}.2026-11-18`,
      state: 'spike',
      minutes: 5,
      reason: { code: 'visits-spike', values: { site: 'Sambal Bu Tini', count: 18, usual: 5, channel: 'instagram' } },
      action: { href: '/visits?from=2026-11-18&to=2026-11-18&filter=%5B%22is%22%2C%22channel%22%2C%5B%22instagram%22%5D%5D' },
      work: { channel: 'instagram', activity: 'talk' },
    },
  ])
})

test('silence is told of from its first day that chance does not explain, under one name', async () => {
  expect(await offeredOn('2026-11-20')).toEqual([])
  const silent = { kind: 'visits', subject: `${shop.workspaceId}.2026-11-19`, state: 'silent' }
  expect(await offeredOn('2026-11-23')).toMatchObject([{ ...silent, reason: { values: { count: 4 } } }])
  expect(await offeredOn('2026-11-24')).toMatchObject([{ ...silent, reason: { values: { count: 5 } } }])
})

test('while the hits cannot be asked it offers nothing, and takes nothing else away', async () => {
  const scope = shop.reading()
  const down = { ...scope, hits: { ...scope.hits, query: () => Promise.reject(new Error('out of reach')) } }
  expect(await agenda.candidates(down, { memberId: newId(), day: '2026-11-19', hour: '09:00' })).toEqual([])
})

test('a shop that nobody has visited yet is not alarmed', async () => {
  const other = await begin(shop.another(), 'lain')
  expect(await agenda.candidates(other.reading(), { memberId: newId(), day: '2026-11-20', hour: '09:00' })).toEqual([])
})
