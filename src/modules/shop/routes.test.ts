import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { request, type ClientRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrdersImport } from '#contract/order-imports.ts'
import type { Order, Product } from '#contract/shop.ts'
import { mountRoutes, platformErrors, statusTable } from '#platform/http'
import { secretsFrom } from '#platform/secrets'
import { newId } from '#platform/ids'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { begin, secrets } from './for-tests.ts'
import { fixture } from './imports/for-tests.ts'
import { openUploads, type TakingUp } from '#platform/uploads'
import { importJobs, shopErrors, shopRoutes } from './index.ts'

const login = { id: newId(), name: 'Bu Tini', email: 'tini@example.com', guest: false }
let shop: TestShop
let app: FastifyInstance
let incoming: string
let jobs: TakingUp
const failures: unknown[] = []

beforeAll(async () => {
  shop = await begin(await testShop({ hits: false }))
  incoming = await mkdtemp(join(tmpdir(), 'kicau-incoming-'))
  const uploads = openUploads(incoming, 'xlsx')
  jobs = importJobs({ ...shop, secrets, uploads, log: { error: (fields) => failures.push(fields) } })
  app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(multipart, { limits: { fileSize: 30 * 1024 * 1024, files: 1 } })
  mountRoutes(
    {
      app,
      scopes: shop.scopes,
      database: shop.database,
      clock: shop.clock,
      gate: { loginOf: async () => login, roleIn: async (id) => (id === shop.workspaceId ? 'owner' : null) },
      secrets: secretsFrom(Buffer.alloc(32, 7)),
      statuses: statusTable([platformErrors, shopErrors]),
    },
    shopRoutes({ secrets, uploads, publicUrl: 'https://kicau.example' }),
  )
})
afterAll(async () => {
  await app.close()
  await jobs.settled()
  await shop.close()
  await rm(incoming, { recursive: true })
})

const send = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object, headers: Record<string, string> = {}) =>
  app.inject({ method, url: `/api/shops/${shop.workspaceId}${path}`, headers: { 'accept-language': 'id', ...headers }, ...(body && { payload: body }) })

function upload(bytes: Buffer, name = 'orders.xlsx') {
  const edge = 'kicau-edge'
  const head = `--${edge}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`
  return app.inject({
    method: 'POST',
    url: `/api/shops/${shop.workspaceId}/orders/imports`,
    headers: { 'content-type': `multipart/form-data; boundary=${edge}`, 'accept-language': 'id' },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${edge}--\r\n`)]),
  })
}

async function ended(id: string): Promise<OrdersImport> {
  await jobs.takeUp()
  for (;;) {
    const state = (await send('GET', `/orders/imports/${id}`)).json<OrdersImport>()
    if (state.state !== 'reading') return state
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

describe('orders', () => {
  it('are noted, changed, taken back and restored', async () => {
    const noted = await send('POST', '/orders', { amount: '75rb', phone: '0812 3456 7890', foundUs: { answer: 'said', channel: 'word-of-mouth', detail: 'Mbak Ayu' } })
    expect(noted.statusCode).toBe(201)
    const order = noted.json<Order>()
    expect(order).toMatchObject({ amount: 75_000, foundUs: { channel: 'word-of-mouth', detail: 'Mbak Ayu' } })

    const changed = await send('PATCH', `/orders/${order.id}`, { state: 'returned', amount: 80_000, phone: null, note: '' })
    expect(changed.json()).toMatchObject({ state: 'returned', amount: 80_000, buyer: null, phone: null, note: null })
    expect((await send('POST', `/orders/${order.id}/undo`)).statusCode).toBe(204)
    expect((await send('GET', '/orders')).json<{ items: Order[] }>().items.map(({ id }) => id)).not.toContain(order.id)
    expect((await send('POST', `/orders/${order.id}/restore`)).json()).toMatchObject({ undoneAt: null })
    expect((await send('GET', '/orders')).json<{ items: Order[] }>().items.map(({ id }) => id)).toContain(order.id)
  })

  it('are noted once per key, however often they are sent', async () => {
    const key = { 'idempotency-key': newId() }
    const body = { amount: 12_345, note: 'sekali saja' }
    const [one, two] = [await send('POST', '/orders', body, key), await send('POST', '/orders', body, key)]
    expect(two.json()).toEqual(one.json())
    expect((await send('GET', '/orders?search=sekali')).json<{ items: Order[] }>().items).toHaveLength(1)
  })

  it.each<[object, number, string | null]>([
    [{ amount: 0 }, 422, 'amount'],
    [{ amount: -1 }, 422, 'amount'],
    [{ amount: 1e15 }, 422, 'amount'],
    [{ amount: 'gratis' }, 422, 'amount'],
    [{ amount: 1000, phone: '12' }, 422, 'phone'],
    [{ amount: 1000, orderedAt: '2999-01-01T00:00:00Z' }, 422, 'orderedAt'],
    [{ amount: 1000, lines: [{ product: newId(), quantity: 1 }] }, 404, 'lines.0.product'],
    [{}, 400, null],
    [{ amount: null }, 400, null],
    [{ amount: 1000, salesPlace: 'pasar' }, 400, null],
    [{ amount: 1000, foundUs: { answer: 'said' } }, 400, null],
    [{ amount: 1000, lines: [{ product: newId(), quantity: -1 }] }, 400, null],
  ])('%j is refused with its place', async (body, status, where) => {
    const answer = await send('POST', '/orders', body)
    expect(answer.statusCode).toBe(status)
    if (where !== null) {
      expect(answer.json()).toMatchObject({ where, status })
      expect(answer.json<{ title: string; todo: string }>().title).not.toMatch(/^shop\.|{{/)
    }
  })

  it('that waited on a phone are of the minute they were tapped in, whatever the phone says it is', async () => {
    const waited = async (milliseconds: string) =>
      Date.parse((await send('POST', '/orders', { amount: 3_000, note: 'kept' }, { 'kicau-waited': milliseconds })).json<Order>().orderedAt)
    const now = shop.clock.now().getTime()
    expect(now - (await waited(String(26 * 3_600_000)))).toBe(26 * 3_600_000)
    for (const nonsense of ['-1', '1e9', 'x', '']) expect(await waited(nonsense)).toBe(now)
    const chosen = await send('POST', '/orders', { amount: 3_000, orderedAt: '2026-11-01' }, { 'kicau-waited': '60000' })
    expect(chosen.json<Order>().orderedAt).toBe('2026-11-01T05:00:00.000Z')
  })

  it('are found by words, amount, answer and month, page by page', async () => {
    await send('POST', '/orders', { amount: 4_321, note: '100%_murni', orderedAt: '2026-09-05' })
    const found = async (query: string) => (await send('GET', `/orders?${query}`)).json<{ items: Order[]; next?: string }>()
    expect((await found('search=100%25_m')).items).toHaveLength(1)
    expect((await found('search=4.321')).items).toHaveLength(1)
    expect((await found('month=2026-09')).items).toHaveLength(1)
    expect((await found('search=%00')).items.length).toBeGreaterThan(1)
    const all = (await found('limit=200')).items.map(({ id }) => id)
    const paged: string[] = []
    let next: string | undefined
    do {
      const page = await found(`limit=1${next ? `&cursor=${next}` : ''}`)
      paged.push(...page.items.map(({ id }) => id))
      next = page.next
    } while (next)
    expect(paged).toEqual(all)
    expect((await send('GET', '/orders?cursor=nonsense')).statusCode).toBe(400)
    expect((await send('GET', '/orders/summary?month=2026-09')).json()).toMatchObject({ orders: 1, amount: 4_321, missing: 1, byDay: [{ day: '2026-09-05', orders: 1 }] })
  })

  it('go out as CSV that no spreadsheet runs', async () => {
    await send('POST', '/orders', { amount: 5_000, note: '=cmd|calc, "x"' })
    const csv = await send('GET', '/orders/file')
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.body).toContain(`"'=cmd|calc, ""x"""`)
    expect(csv.body.split('\r\n')[0]).toContain('Tanggal')
  })

  it('of a stranger are not there', async () => {
    const other = await app.inject({ method: 'GET', url: `/api/shops/${newId()}/orders` })
    expect(other.statusCode).toBe(404)
    expect((await send('GET', `/orders/${newId()}`)).statusCode).toBe(404)
    expect((await send('POST', `/orders/${newId()}/undo`)).statusCode).toBe(404)
  })
})

describe('products', () => {
  it('are kept with costs that are unknown until they are said', async () => {
    const made = (await send('POST', '/products', { name: '<b>Sambal</b>', price: '28.000' })).json<Product>()
    expect(made).toMatchObject({ name: '<b>Sambal</b>', price: 28_000, cost: null, costs: [] })
    expect((await send('POST', '/products', { name: ' <B>sambal</B> ' })).json()).toMatchObject({ code: 'shop.product-name-taken' })
    expect((await send('PATCH', `/products/${made.id}`, { cost: { cost: 12_000 } })).json()).toMatchObject({ cost: 12_000, costs: [{ from: null, cost: 12_000 }] })
    expect((await send('PATCH', `/products/${made.id}`, { cost: { cost: 13_000, from: '2026-12-01' } })).json()).toMatchObject({ cost: 12_000, costs: [{ from: '2026-12-01' }, {}] })
    expect((await send('PATCH', `/products/${made.id}`, { archived: true })).json()).toMatchObject({ archived: true })
    expect((await send('GET', '/products')).json<Product[]>().map(({ id }) => id)).not.toContain(made.id)
    expect((await send('GET', '/products?archived=true')).json<Product[]>().map(({ id }) => id)).toContain(made.id)
  })

  it.each([{ price: 0 }, { price: -1 }, { price: 1e15 }, { price: 'murah' }, { cost: -1 }, { cost: 1e15 }])('%j is refused', async (body) =>
    expect((await send('POST', '/products', { name: 'X', ...body })).statusCode).toBe(422),
  )
  it('without a name are refused', async () => {
    expect((await send('POST', '/products', { name: '   ' })).statusCode).toBe(400)
    expect((await send('POST', '/products', { name: '\u0000' })).statusCode).toBe(422)
  })
})

describe('imports', () => {
  it('answer at once, go on by themselves, and can be looked at', async () => {
    const begun = await upload(await readFile(fixture('shopee-id-orders.xlsx')))
    expect(begun.statusCode).toBe(201)
    expect(begun.json()).toMatchObject({ state: 'reading', fileName: 'orders.xlsx' })
    const done = await ended(begun.json<OrdersImport>().id)
    expect(done).toMatchObject({ state: 'done', format: 'shopee-id', salesPlace: 'shopee', total: 120, read: 120, added: 120, interrupted: false })
    expect((await send('GET', '/orders/imports')).json<OrdersImport[]>()[0]).toEqual(done)
    expect((await send('POST', `/orders/imports/${done.id}/stop`)).statusCode).toBe(409)
    await jobs.settled()
    expect(failures).toEqual([])
    expect(await readdir(incoming)).toEqual([])
  })

  it('say what is wrong with a file, in words', async () => {
    const begun = await upload(Buffer.from('halo'), '../../etc/passwd')
    const failed = await ended(begun.json<OrdersImport>().id)
    expect(failed).toMatchObject({ state: 'failed', fileName: 'passwd', problem: { code: 'shop.import-format-unknown', title: 'Di berkas ini tidak ditemukan tabel pesanan.' } })
    expect((await send('POST', '/orders/imports', {})).json()).toMatchObject({ code: 'shop.import-file-missing' })
    expect((await upload(Buffer.alloc(0))).json()).toMatchObject({ code: 'shop.import-empty' })
    expect((await upload(Buffer.alloc(31 * 1024 * 1024))).statusCode).toBe(413)
    await jobs.settled()
    expect(await readdir(incoming)).toEqual([])
  })

  it('that nobody works at any more are shown as interrupted', async () => {
    const id = newId()
    await shop.database.pool.query(
      `insert into shop_imports (workspace_id, import_id, file_name, state, started_at, touched_at) values ($1, $2, 'x.xlsx', 'reading', $3, $3)`,
      [shop.workspaceId, id, new Date(shop.clock.now().getTime() - 60_000)],
    )
    expect((await send('GET', `/orders/imports/${id}`)).json()).toMatchObject({ state: 'reading', interrupted: true })
  })

  it('hold no connection to the store while their bytes come in', async () => {
    await app.listen()
    const { port } = app.server.address() as AddressInfo
    const slow = Array.from({ length: 4 }, () => halfSent(port))
    await expect.poll(async () => (await readdir(incoming)).length).toBe(4)
    // As many as the pool has connections.
    const busy = `select count(*)::int as count from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`
    expect((await shop.database.pool.query<{ count: number }>(busy)).rows[0]!.count).toBe(0)
    for (const one of slow) one.destroy()
    await expect.poll(() => readdir(incoming)).toEqual([])
  })

  it('whose file has no import are dropped once none can come any more', async () => {
    const [young, old] = [newId(), newId()].map((id) => join(incoming, `${shop.workspaceId}.${id}.part`)) as [string, string]
    for (const path of [young, old]) await writeFile(path, 'half')
    const now = shop.clock.now().getTime()
    await utimes(young, now / 1000, now / 1000 - 60)
    await utimes(old, now / 1000, now / 1000 - 3600)
    await jobs.takeUp()
    await jobs.settled()
    expect((await readdir(incoming)).map((name) => join(incoming, name))).toEqual([young])
    await rm(young)
  })
})

/** An upload of which the first half has arrived. */
function halfSent(port: number): ClientRequest {
  const sending = request({ port, method: 'POST', path: `/api/shops/${shop.workspaceId}/orders/imports`, headers: { 'content-type': 'multipart/form-data; boundary=kicau-edge' } })
  sending.on('error', () => {})
  sending.write(`--kicau-edge\r\nContent-Disposition: form-data; name="file"; filename="x.xlsx"\r\n\r\n${'x'.repeat(100_000)}`)
  return sending
}
