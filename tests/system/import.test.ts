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
import { textsIn } from '#platform/i18n'
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

test('kicau import that loses its database says what happened, what was kept and what to do; given again, it is completed', { timeout: 180_000 }, async () => {
  const kicau = await startKicau()
  onTestFinished(() => kicau.remove())
  await newMember(kicau.url, 'Tini')
  const { path } = await fileOf(xlsxOf({ orders: sheetXml([[...SHOPEE], ...Array.from({ length: ORDERS }, (_, n) => shopeeRow(`C${n}`))]) }))
  const texts = textsIn('id')

  const first = importing(kicau.dataDir, path)
  for await (const _ of createInterface(first.child.stdout!)) {
    process.kill(Number((await readFile(join(kicau.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0]), 'SIGKILL')
    break
  }
  expect(await first.ended).toBe(1)
  const [away, kept, todo, ...rest] = first.complaints().trim().split('\n')
  expect(away).toMatch(/^Basis data Kicau terputus ketika berkas ini sedang masuk \(.+\)\.$/)
  const taken = Number(/^Setidaknya (\d+) dari 4800 pesanan sudah masuk, dan tetap ada\.$/.exec(kept!)?.[1])
  expect(taken).toBeGreaterThanOrEqual(1000)
  expect([todo, rest]).toEqual([texts('cli:import.awayTodo'), []])

  await expect.poll(async () => (await fetch(`${kicau.url}/readyz`)).ok, { timeout: 60_000 }).toBe(true)
  const again = importing(kicau.dataDir, path)
  expect([await again.ended, again.complaints()]).toEqual([0, ''])
  const [, added, unchanged] = /(\d+) baru, 0 berubah, (\d+) sama, 0 baris tidak terbaca/.exec(again.said())!.map(Number)
  expect(added! + unchanged!).toBe(ORDERS)
  expect(unchanged).toBeGreaterThanOrEqual(taken)
  const third = importing(kicau.dataDir, path)
  expect(await third.ended).toBe(0)
  expect(third.said()).toContain(texts('cli:import.done', { added: 0, changed: 0, unchanged: ORDERS, failed: 0 }))
})

/** `kicau import` in an Indonesian terminal. */
function importing(dataDir: string, path: string) {
  const child = spawn(join(import.meta.dirname, '../../bin/kicau'), ['import', path], { env: { ...process.env, DATA_DIR: dataDir, LC_ALL: '', LANG: 'id_ID.UTF-8' }, stdio: ['ignore', 'pipe', 'pipe'] })
  const printed = { said: '', complaints: '' }
  child.stdout.on('data', (text: Buffer) => (printed.said += text.toString()))
  child.stderr.on('data', (text: Buffer) => (printed.complaints += text.toString()))
  return { child, ended: new Promise<number | null>((resolve) => child.once('close', resolve)), said: () => printed.said, complaints: () => printed.complaints }
}
