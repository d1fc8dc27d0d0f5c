import { createHmac } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WebshopKind } from '#contract/webshops.ts'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { addWebshop, removeWebshop } from '../commands/add-webshop.ts'
import { sayRate } from '../commands/say-rate.ts'
import { makeVoucher } from '../commands/vouchers.ts'
import { begin, done, secrets } from '../for-tests.ts'
import { queries } from '../index.ts'
import { webshops } from '../queries/webshops.ts'
import { hooksPlugin } from './hooks-plugin.ts'

const SECRET = 'rahasia-toko-web'
let base: TestShop
let app: FastifyInstance
beforeAll(async () => {
  base = await begin(await testShop({ hits: false }))
  app = Fastify() as unknown as FastifyInstance
  await app.register(hooksPlugin({ database: base.database, scopes: base.scopes, secrets }))
})
afterAll(async () => {
  await app.close()
  await base.close()
})

async function calling(kind: WebshopKind) {
  const shop = await begin(base.another())
  const id = await shop.writing((scope) => addWebshop(scope, secrets, { kind, secret: SECRET }))
  const names = kind === 'shopify' ? { sign: 'x-shopify-hmac-sha256', topic: 'x-shopify-topic', said: 'orders/updated' } : { sign: 'x-wc-webhook-signature', topic: 'x-wc-webhook-topic', said: 'order.updated' }
  const call = async (payload: unknown, { secret = SECRET, topic = names.said, to = id, altered = (body: string) => body } = {}) => {
    const body = JSON.stringify(payload)
    const signature = createHmac('sha256', secret).update(body).digest('base64')
    const answer = await app.inject({ method: 'POST', url: `/api/hooks/${to}`, headers: { 'content-type': 'application/json', [names.sign]: signature, [names.topic]: topic }, payload: altered(body) })
    return answer.statusCode
  }
  const orders = async () => done(await queries.orders(shop.reading(), {})).items.map(({ externalId, amount, state, salesPlace, foundUs, lines }) => [externalId, amount, state, salesPlace, foundUs.answer, lines.length])
  const state = async () => (await webshops(shop.reading(), 'https://kicau.example/api/hooks'))[0]!
  return { shop, id, call, orders, state }
}

// After the documented resources; no shop sent them.
const woo = (more: object = {}) => ({
  id: 727,
  number: '727',
  status: 'processing',
  currency: 'IDR',
  date_created_gmt: '2026-07-01T03:15:42',
  date_modified_gmt: '2026-07-01T03:16:00',
  total: '76000.00',
  shipping_total: '20000.00',
  billing: { first_name: 'Siti', email: 'siti@example.com', phone: '081234567890', address_1: 'Jl. Mawar 5' },
  line_items: [{ id: 1, name: 'Sambal Bawang', sku: 'SB', quantity: 2, subtotal: '60000.00', total: '56000.00', total_tax: '0.00' }],
  refunds: [],
  ...more,
})
const shopify = (more: object = {}) => ({
  id: 820982911946154500,
  name: '#1001',
  created_at: '2026-07-01T10:15:42+07:00',
  updated_at: '2026-07-01T10:16:00+07:00',
  cancelled_at: null,
  financial_status: 'paid',
  fulfillment_status: null,
  currency: 'IDR',
  subtotal_price: '56000',
  current_subtotal_price: '56000',
  email: 'siti@example.com',
  line_items: [{ title: 'Sambal Bawang', variant_title: '150 g', sku: 'SB', quantity: 2, current_quantity: 2, price: '30000', discount_allocations: [{ amount: '4000' }] }],
  ...more,
})

describe.each([
  ['woocommerce', woo, (at: string) => ({ date_modified_gmt: at }), { status: 'completed' }, '727'],
  ['shopify', shopify, (at: string) => ({ updated_at: `${at}Z` }), { fulfillment_status: 'fulfilled' }, '#1001'],
] as const)('%s', (kind, payload, changed, completed, number) => {
  it('brings an order in, and up to date, whichever call comes first and however often', async () => {
    const { call, orders, state } = await calling(kind)
    const placed = payload(changed('2026-07-01T03:16:00'))
    const ready = payload({ ...changed('2026-07-03T08:00:00'), ...completed })
    expect(await call(placed)).toBe(200)
    expect(await orders()).toEqual([[number, 56_000, 'placed', 'web', 'missing', 1]])
    expect([await call(ready), await call(ready), await call(placed), await call(placed)]).toEqual([200, 200, 200, 200])
    expect(await orders()).toEqual([[number, 56_000, 'done', 'web', 'missing', 1]])
    expect(await state()).toMatchObject({ orders: 2, problem: null, heardAt: expect.any(String) as string })

    const late = await calling(kind)
    await late.call(ready)
    await late.call(placed)
    expect(await late.orders()).toEqual([[number, 56_000, 'done', 'web', 'missing', 1]])
    const together = await calling(kind)
    expect(await Promise.all([together.call(placed), together.call(ready), together.call(placed)])).toEqual([200, 200, 200])
    expect(await together.orders()).toEqual([[number, 56_000, 'done', 'web', 'missing', 1]])
  })

  it('hears nobody who does not know the secret, nor a body that was altered on the way', async () => {
    const { call, orders, state, id, shop } = await calling(kind)
    expect(await call(payload(), { secret: 'another-secret' })).toBe(401)
    expect(await call(payload(), { altered: (body) => body.replace('56000', '99000') })).toBe(401)
    expect(await call(payload(), { altered: (body) => `${body} ` })).toBe(401)
    expect(await state()).toMatchObject({ problem: 'signature', heardAt: null })
    expect(await call(payload(), { to: '00000000-0000-7000-8000-000000000000' })).toBe(404)
    expect(await call(payload(), { to: 'x' })).toBe(404)
    expect(await orders()).toEqual([])
    await shop.writing((scope) => removeWebshop(scope, id))
    expect(await call(payload())).toBe(404)
  })

  it('takes an order in another currency, keeps what was paid, and gives a refund back at the rate of the order’s day', async () => {
    const { shop, call, orders, state } = await calling(kind)
    shop.clock.set('2026-07-20T03:00:00Z')
    const inDollars = { currency: 'SGD', subtotal_price: '45.00', current_subtotal_price: '45.00', line_items: kind === 'shopify' ? shopify().line_items : [{ ...woo().line_items[0], total: '45.00' }] }
    expect(await call(payload(inDollars))).toBe(200)
    expect(await orders()).toMatchObject([[expect.anything(), null, 'placed', 'web', 'missing', 1]])
    expect(await state()).toMatchObject({ problem: null, orders: 1 })
    const say = (from: string, rate: string) => shop.writing((scope) => sayRate(scope, { language: 'id' }, { currency: 'SGD', from, rate }))
    done(await say('2026-07-01', '11850'))
    expect(await orders()).toMatchObject([[expect.anything(), 533_250, 'placed', 'web', 'missing', 1]])
    done(await say('2026-07-10', '12000'))
    const refunded = kind === 'shopify' ? { current_subtotal_price: '30.00', updated_at: '2026-07-12T10:16:00+07:00' } : { refunds: [{ total: '-15.00' }], date_modified_gmt: '2026-07-12T03:16:00' }
    expect(await call(payload({ ...inDollars, ...refunded }))).toBe(200)
    expect(await orders()).toMatchObject([[expect.anything(), 355_500, 'placed', 'web', 'missing', 1]])
    expect(done(await queries.orders(shop.reading(), {})).items[0]!.original).toEqual({ currency: 'SGD', amount: 3000 })
  })

  it('counts an order for the channel whose voucher it names', async () => {
    const { shop, call } = await calling(kind)
    shop.clock.set('2026-07-05T03:00:00Z')
    done(await shop.writing((scope) => makeVoucher(scope, { code: 'SAMBAL10', channel: 'instagram', gives: '', from: '2026-07-01', to: null })))
    const used = (codes: unknown) => (kind === 'shopify' ? { discount_codes: codes } : { coupon_lines: codes })
    const told = async () => done(await queries.orders(shop.reading(), {})).items.map(({ code, tracked }) => [code, tracked?.channel, tracked?.by])
    await call(payload({ ...changed('2026-07-01T03:16:00'), ...used([{ code: 'sambal10', amount: '4000' }]) }))
    expect(await told()).toEqual([['sambal10', 'instagram', 'voucher']])
    await call(payload({ ...changed('2026-07-03T08:00:00'), ...completed, ...used([{ code: 'sambal10', amount: '4000' }]) }))
    expect(await told()).toEqual([['sambal10', 'instagram', 'voucher']])
    // What a plugin wrote there instead holds up no order.
    await call(payload({ ...changed('2026-07-04T08:00:00'), [kind === 'shopify' ? 'name' : 'number']: '9', ...used('none') }))
    expect(await told()).toContainEqual([null, undefined, undefined])
  })

  it('says what it cannot take, and does not ask for it again', async () => {
    const { call, orders, state } = await calling(kind)
    expect(await call(payload({ currency: 'XYZ' }))).toBe(200)
    expect((await state()).problem).toBe('currency')
    expect(await call({ hello: 1 })).toBe(200)
    expect((await state()).problem).toBe('unreadable')
    expect(await call(payload(), { topic: 'products/update' })).toBe(200)
    expect(await orders()).toEqual([])
    await call(payload())
    expect((await state()).problem).toBeNull()
  })

  it('hears what no order holds, says so, and stands', async () => {
    const { call, orders, state } = await calling(kind)
    const line = payload().line_items[0] as object
    const lines = (more: object) => ({ line_items: [{ ...line, ...more }] })
    const price = kind === 'shopify' ? 'price' : 'total'
    const strange = [
      lines({ [price]: 'abc' }),
      lines({ [price]: '1e30' }),
      ...(kind === 'shopify' ? [] : [lines({ total: '-5000000' })]),
      lines({ quantity: 9_000_000_000_000_000 }),
      kind === 'shopify' ? { created_at: '0026-07-01T10:15:42+07:00' } : { date_created_gmt: '0026-07-01T03:15:42' },
      ...(kind === 'shopify' ? [{ subtotal_price: 'abc', current_subtotal_price: 'abc' }, { subtotal_price: '9e18', current_subtotal_price: '9e18' }] : [{ refunds: [{ total: 'x' }] }]),
    ]
    for (const more of strange) {
      expect([more, await call(payload(more))]).toEqual([more, 200])
      expect([more, (await state()).problem]).toEqual([more, 'unreadable'])
    }
    expect(await orders()).toEqual([])
    // Letters that PostgreSQL takes in no text.
    const name = { [kind === 'shopify' ? 'title' : 'name']: `Sambal\0 ${'🌶️'.repeat(150)}`, sku: 'S\0B' }
    expect(await call(payload({ ...lines(name), billing: { email: 'a\0@example.com' } }))).toBe(200)
    expect(await orders()).toMatchObject([[number, 56_000, 'placed', 'web', 'missing', 1]])
  })

  it('keeps its secret sealed, and no name, number or address', async () => {
    const { call, shop } = await calling(kind)
    await call(payload())
    const { rows } = await shop.database.pool.query('select o::text as o, w::text as w from shop_orders o, shop_webshops w where o.workspace_id = $1 and w.workspace_id = $1', [shop.workspaceId])
    for (const kept of [SECRET, 'siti@', 'Mawar', '81234567890']) expect(JSON.stringify(rows)).not.toContain(kept)
  })
})

it("answers WooCommerce's first call, which is not signed", async () => {
  const { id } = await calling('woocommerce')
  const answer = await app.inject({ method: 'POST', url: `/api/hooks/${id}`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'webhook_id=12' })
  expect(answer.statusCode).toBe(200)
})

it('hears an order that its owner placed to try Shopify out, and notes none', async () => {
  const { call, orders, state } = await calling('shopify')
  expect(await call(shopify({ test: true }))).toBe(200)
  expect([await orders(), await state()]).toMatchObject([[], { problem: null, heardAt: expect.any(String) as string, orders: 0 }])
  await call(shopify({ test: false }))
  expect(await orders()).toHaveLength(1)
})

it('asks nothing of a call of Shopify that tells of an edit alone', async () => {
  const { call, state } = await calling('shopify')
  expect(await call({ order_edit: { id: 1, order_id: 820982911946154500, line_items: { additions: [], removals: [] } } }, { topic: 'orders/edited' })).toBe(200)
  expect(await state()).toMatchObject({ problem: null, orders: 0 })
})

it('counts what Shopify gave back for no piece in particular, and what it kept of pieces that came back', async () => {
  const { call, orders } = await calling('shopify')
  const difference = (amount: string, kind = 'refund_discrepancy') => ({ order_adjustments: [{ id: 1, amount, tax_amount: '0.00', kind }] })
  await call(shopify({ financial_status: 'partially_refunded', refunds: [{ id: 1, refund_line_items: [], ...difference('-10000') }] }))
  expect(await orders()).toEqual([['#1001', 46_000, 'placed', 'web', 'missing', 1]])
  // Delivery is no part of the amount.
  await call(shopify({ financial_status: 'partially_refunded', updated_at: '2026-07-02T10:00:00+07:00', refunds: [difference('-10000'), difference('-6000'), difference('-9000', 'shipping_refund'), {}] }))
  expect(await orders()).toEqual([['#1001', 40_000, 'placed', 'web', 'missing', 1]])
  await call(shopify({ financial_status: 'partially_refunded', updated_at: '2026-07-03T10:00:00+07:00', current_subtotal_price: '28000', refunds: [difference('2800')] }))
  expect(await orders()).toEqual([['#1001', 30_800, 'placed', 'web', 'missing', 1]])
  await call(shopify({ financial_status: 'refunded', updated_at: '2026-07-04T10:00:00+07:00', current_subtotal_price: '0', refunds: [difference('-99000')] }))
  expect(await orders()).toEqual([['#1001', 56_000, 'returned', 'web', 'missing', 1]])
})

it('counts what was given back', async () => {
  const { call, orders } = await calling('woocommerce')
  await call(woo({ refunds: [{ id: 1, total: '-28000.00' }] }))
  expect(await orders()).toEqual([['727', 28_000, 'placed', 'web', 'missing', 1]])
  await call(woo({ status: 'refunded', date_modified_gmt: '2026-07-04T00:00:00', refunds: [{ id: 1, total: '-56000.00' }] }))
  expect(await orders()).toEqual([['727', 56_000, 'returned', 'web', 'missing', 1]])
})
