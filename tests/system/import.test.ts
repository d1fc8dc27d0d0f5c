import { spawn } from 'node:child_process'
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import type { Site } from '#contract/analytics.ts'
import type { OrdersImport } from '#contract/order-imports.ts'
import type { VisitImport } from '#contract/visit-imports.ts'
import type { VisitsOfPeriod } from '#contract/visit-questions.ts'
import { commands } from '#modules/shop'
import { newId } from '#platform/ids'
import { begin, secrets } from '../../src/modules/shop/for-tests.ts'
import { fileOf, SHOPEE, sheetXml, shopeeRow, xlsxOf } from '../../src/modules/shop/imports/for-tests.ts'
import { ACCESS_LOG, ACCESS_LOG_HOST } from '../../src/modules/analytics/imports/for-tests.ts'
import { newMember, startKicau, testShop } from '../harness/index.ts'

const ORDERS = 4800

test('an import that is killed in its midst is completed by the same file, and nothing is doubled', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const rows = Array.from({ length: ORDERS }, (_, n) => [shopeeRow(`K${n}`), shopeeRow(`K${n}`, { 'Subtotal Pesanan': 10_000 })]).flat()
  const { path } = await fileOf(xlsxOf({ orders: sheetXml([[...SHOPEE], ...rows]) }))
  const stored = async () =>
    (
      await shop.database.pool.query<{ orders: number; lines: number; goods: number; keys: number }>(
        `select count(*)::int as orders, count(distinct external_id)::int as keys, coalesce(sum(amount), 0)::int as goods,
                (select count(*)::int from shop_order_lines where workspace_id = $1) as lines
         from shop_orders where workspace_id = $1`,
        [shop.workspaceId],
      )
    ).rows[0]!

  let killed = 0
  for (const at of [400, 1000]) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'import-child.ts'), JSON.stringify({ postgres: shop.postgres, workspaceId: shop.workspaceId, path })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    for await (const line of createInterface(child.stdout)) {
      if (Number(line) < at) continue
      child.kill('SIGKILL')
      killed++
      break
    }
    await ended
    const { orders, lines, keys } = await stored()
    expect(orders).toBeGreaterThanOrEqual(at)
    expect(orders).toBeLessThan(ORDERS)
    // Whole batches, whole orders.
    expect(orders % 400).toBe(0)
    expect(lines).toBe(orders * 2)
    expect(keys).toBe(orders)
  }
  expect(killed).toBe(2)

  const before = await stored()
  const into = { scopes: shop.scopes, workspaceId: shop.workspaceId, actor: { kind: 'system' as const, id: newId() } }
  const result = await commands.importOrders(into, { secrets }, { name: 'orders.xlsx', path })
  expect(result).toMatchObject({ state: 'done', total: ORDERS, added: ORDERS - before.orders, unchanged: before.orders, failedRows: 0 })
  expect(await stored()).toEqual({ orders: ORDERS, keys: ORDERS, lines: ORDERS * 2, goods: ORDERS * 66_000 })
})

test('an upload that was acknowledged is brought in, whenever Kicau is killed', { timeout: 180_000 }, async () => {
  let kicau = await startKicau()
  onTestFinished(() => kicau.remove())
  const owner = await newMember(kicau.url, 'Tini')
  const rows = Array.from({ length: ORDERS }, (_, n) => shopeeRow(`U${n}`))
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(xlsxOf({ orders: sheetXml([[...SHOPEE], ...rows]) }))]), 'orders.xlsx')
  const site = (await owner.call('POST', '/visits/sites', { host: ACCESS_LOG_HOST })).body as Site
  const log = new FormData()
  log.append('file', new Blob([new Uint8Array(await readFile(ACCESS_LOG))]), 'access.log.1.gz')
  const pastSent = await fetch(`${kicau.url}/api/shops/${owner.shop}/visits/imports?site=${site.id}`, { method: 'POST', headers: { cookie: owner.cookie }, body: log })
  const sent = await fetch(`${kicau.url}/api/shops/${owner.shop}/orders/imports`, { method: 'POST', headers: { cookie: owner.cookie }, body: form })
  // Acknowledged, and gone in the same moment.
  await kicau.kill()
  expect(sent.status).toBe(201)
  const { id } = (await sent.json()) as OrdersImport
  const incoming = join(kicau.dataDir, 'media/imports')
  expect(await readdir(incoming)).toHaveLength(1)
  // What an upload leaves that was cut off long ago.
  const half = join(incoming, `${owner.shop}.${newId()}.part`)
  await writeFile(half, 'half')
  await utimes(half, new Date(0), new Date(0))

  const state = async () => (await owner.call('GET', `/orders/imports/${id}`)).body as OrdersImport
  kicau = await kicau.again()
  await expect.poll(async () => (await state()).read, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0)
  await kicau.kill()
  kicau = await kicau.again()
  await expect.poll(async () => (await state()).state, { timeout: 60_000 }).toBe('done')
  expect(await state()).toMatchObject({ total: ORDERS, read: ORDERS, added: ORDERS, changed: 0, unchanged: 0, failedRows: 0, problem: null })
  await expect.poll(() => readdir(incoming), { timeout: 10_000 }).toEqual([])

  // The file of a site's past was begun again until it was in, once.
  const past = (await pastSent.json()) as VisitImport
  const record = async () => (await owner.call('GET', `/visits/imports/${past.id}`)).body as VisitImport
  await expect.poll(async () => (await record()).state, { timeout: 60_000 }).toBe('done')
  const { lines, counted, leftOut, failedLines } = await record()
  expect([lines, counted + failedLines + leftOut.reduce((sum, one) => sum + one.lines, 0)]).toEqual([10_000, 10_000])
  const { views } = (await owner.call('GET', `/visits/period?from=2015-05-17&to=2015-05-21&site=${site.id}`)).body as VisitsOfPeriod
  expect(views).toBeGreaterThan(1000)
  expect(views).toBeLessThanOrEqual(counted)
  await expect.poll(() => readdir(join(kicau.dataDir, 'media/visit-imports')), { timeout: 10_000 }).toEqual([])
})

test('an import goes on by itself after kill -9 of PostgreSQL in its midst, whole and once', { timeout: 180_000 }, async () => {
  const kicau = await startKicau()
  onTestFinished(() => kicau.remove())
  const owner = await newMember(kicau.url, 'Tini')
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(xlsxOf({ orders: sheetXml([[...SHOPEE], ...Array.from({ length: ORDERS }, (_, n) => shopeeRow(`P${n}`))]) }))]), 'orders.xlsx')
  const sent = await fetch(`${kicau.url}/api/shops/${owner.shop}/orders/imports`, { method: 'POST', headers: { cookie: owner.cookie }, body: form })
  expect(sent.status).toBe(201)
  const { id } = (await sent.json()) as OrdersImport
  const state = async () => (await owner.call('GET', `/orders/imports/${id}`).catch(() => null))?.body as Partial<OrdersImport> | undefined
  await expect.poll(async () => (await state())?.read ?? 0, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0)
  const before = (await state())?.read
  process.kill(Number((await readFile(join(kicau.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0]), 'SIGKILL')
  expect(before).toBeLessThan(ORDERS)
  await expect.poll(async () => (await state())?.state, { timeout: 120_000 }).toBe('done')
  expect(await state()).toMatchObject({ total: ORDERS, read: ORDERS, added: ORDERS, changed: 0, unchanged: 0, failedRows: 0, problem: null })
})
