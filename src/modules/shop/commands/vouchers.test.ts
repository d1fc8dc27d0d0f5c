import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MakeVoucher } from '#contract/vouchers.ts'
import { commands as links } from '#modules/links'
import { isRefusal } from '#platform/refusal'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { begin, done, secrets } from '../for-tests.ts'
import { fileOf } from '../imports/for-tests.ts'
import { commands, queries, type NewOrder } from '../index.ts'
import { closeVoucher, makeVoucher, reopenVoucher } from './vouchers.ts'

let base: TestShop
beforeAll(async () => {
  base = await begin(await testShop({ hits: false, at: '2026-11-18T03:00:00Z' }))
})
afterAll(() => base.close())

const fresh = () => begin(base.another())
const make = (shop: TestShop, given: Partial<MakeVoucher> = {}) =>
  shop.writing((scope) => makeVoucher(scope, { code: 'SAMBAL10', channel: 'instagram', gives: 'Diskon 10%', from: '2026-11-10', to: '2026-11-30', ...given }))
const note = (shop: TestShop, order: Partial<NewOrder>) =>
  shop.writing(async (scope) => {
    const noted = await commands.noteOrder(scope, { secrets }, { amount: 60_000, ...order })
    return isRefusal(noted) ? noted : done(await queries.order(scope, { secrets }, noted.id))
  })
const touches = (shop: TestShop) => queries.touchesForPayback(shop.reading(), { from: new Date('2026-10-01'), to: new Date('2026-12-01') }, 30)

describe('an order that names a voucher', () => {
  it('came by its channel, on each of its days by the clock of the shop, and is remembered by its buyer’s number', async () => {
    const shop = await fresh()
    const before = done(await note(shop, { code: 'SAMBAL10' }))
    await make(shop)
    expect(done(await queries.order(shop.reading(), { secrets }, before.id)).tracked).toBeNull()
    expect(done(await note(shop, { code: 'Halo Bu, kode sambal-10 ya', phone: '081399998888' }))).toMatchObject({ codeKnown: true, tracked: { channel: 'instagram', by: 'voucher', linkId: null } })
    shop.clock.advance(60_000)
    expect(done(await note(shop, { phone: '081399998888' })).tracked).toMatchObject({ channel: 'instagram', by: 'phone' })
    expect(done(await note(shop, { note: 'SAMBAL10' })).tracked).toBeNull()
    expect(done(await note(shop, { code: 'sambal 10', orderedAt: new Date('2026-11-09T16:59:59Z') })).tracked).toBeNull()
    expect(done(await note(shop, { code: 'sambal 10', orderedAt: new Date('2026-11-09T17:00:00Z') })).tracked).toMatchObject({ by: 'voucher' })
    expect((await touches(shop)).flatMap((order) => order.touches.map(({ by }) => by)).sort()).toEqual(['phone', 'voucher', 'voucher'])
    const other = await fresh()
    expect(done(await note(other, { code: 'SAMBAL10' })).tracked).toBeNull()
  })

  it('goes before the link that opened the chat, and keeps which one it was where both are of one channel', async () => {
    const shop = await fresh()
    const link = (channel: 'instagram' | 'facebook') =>
      shop.writing(async (scope) =>
        done(await links.makeLink(scope, { publicAddress: () => ({ url: 'https://kicau.example', reachable: true }) }, { kind: 'whatsapp', channel, target: '081234567890' })),
      )
    const [same, other] = [await link('instagram'), await link('facebook')]
    await make(shop)
    expect(done(await note(shop, { code: `Halo (${same.chatCode}), pakai SAMBAL10` })).tracked).toMatchObject({ channel: 'instagram', by: 'voucher', linkId: same.id })
    expect(done(await note(shop, { code: `Halo (${other.chatCode}), pakai SAMBAL10` })).tracked).toMatchObject({ channel: 'instagram', by: 'voucher', linkId: null })
    expect(done(await note(shop, { code: other.chatCode! })).tracked).toMatchObject({ channel: 'facebook', by: 'code' })
  })

  it('in a file too; one that is renewed keeps its channel', async () => {
    const shop = await fresh()
    await make(shop)
    const bring = async (status: string) =>
      commands.importOrders({ scopes: shop.scopes, workspaceId: shop.workspaceId, actor: { kind: 'system', id: 'test' } }, { secrets }, await fileOf(Buffer.from(csv(status)), 'orders.csv'))
    const csv = (status: string) =>
      [
        'Name,Email,Financial Status,Fulfillment Status,Created at,Currency,Subtotal,Discount Code,Lineitem name,Lineitem quantity,Lineitem price',
        `#1,a@example.com,paid,${status},2026-11-12 10:00:00 +0700,IDR,60000,sambal10,Sambal,1,60000`,
        `#2,b@example.com,paid,${status},2026-11-12 10:00:00 +0700,IDR,60000,LAIN5,Sambal,1,60000`,
        `#3,c@example.com,paid,${status},2026-11-05 10:00:00 +0700,IDR,60000,SAMBAL10,Sambal,1,60000`,
      ].join('\n')
    const told = async () =>
      done(await queries.orders(shop.reading(), { limit: 9 })).items.map(({ externalId, code, tracked }) => [externalId, code, tracked?.channel ?? null, tracked?.by ?? null]).sort()
    const expected = [['#1', 'sambal10', 'instagram', 'voucher'], ['#2', 'LAIN5', null, null], ['#3', 'SAMBAL10', null, null]]
    expect(await bring('unfulfilled')).toMatchObject({ state: 'done', added: 3 })
    expect(await told()).toEqual(expected)
    expect(await bring('fulfilled')).toMatchObject({ added: 0, changed: 3 })
    expect(await told()).toEqual(expected)
  })
})

describe('vouchers', () => {
  it('have a code of their own on each day, and give it free when they are closed', async () => {
    const shop = await fresh()
    const one = done(await make(shop))
    expect(one).toMatchObject({ code: 'SAMBAL10', channel: 'instagram', gives: 'Diskon 10%', state: 'living' })
    expect(await make(shop, { channel: 'facebook', from: '2026-11-30', to: null })).toMatchObject({ refused: 'shop.voucher-code-taken', where: 'code' })
    expect(done(await make(shop, { from: '2026-12-01', to: null }))).toMatchObject({ state: 'ahead', to: null })
    const close = () => shop.writing((scope) => closeVoucher(scope, one.id))
    await close()
    await close()
    const two = done(await make(shop, { channel: 'facebook', from: '2026-11-18' }))
    shop.clock.advance(60_000)
    expect(done(await note(shop, { code: 'SAMBAL10' })).tracked).toMatchObject({ channel: 'facebook' })
    expect(await shop.writing((scope) => reopenVoucher(scope, one.id))).toMatchObject({ refused: 'shop.voucher-code-taken' })
    await shop.writing((scope) => closeVoucher(scope, two.id))
    expect(await shop.writing((scope) => reopenVoucher(scope, one.id))).toBeUndefined()
    expect((await queries.vouchers(shop.reading())).map(({ channel, state }) => [channel, state])).toEqual([
      ['instagram', 'living'],
      ['instagram', 'ahead'],
      ['facebook', 'closed'],
    ])
    expect(await base.another().writing((scope) => closeVoucher(scope, one.id))).toMatchObject({ refused: 'shop.voucher-unknown' })
  })

  it('take no code that a link’s chat begins with', async () => {
    const shop = await fresh()
    const needs = { publicAddress: () => ({ url: 'https://kicau.example', reachable: true }) }
    await shop.writing(async (scope) => done(await links.makeLink(scope, needs, { kind: 'whatsapp', channel: 'instagram', target: '081234567890' })))
    await shop.database.pool.query(`update links_links set chat_code = 'K22F' where workspace_id = $1`, [shop.workspaceId])
    expect(await make(shop, { code: 'K22F' })).toMatchObject({ refused: 'shop.voucher-code-taken', where: 'code' })
  })

  it('that an experiment wants are made, or taken up and widened; done twice, they are one', async () => {
    const shop = await fresh()
    const wanted = { code: 'SAMBAL10', channel: 'instagram' as const, from: '2026-11-23', to: '2027-01-31' }
    const take = () => shop.writing((scope) => commands.takeUpVoucher(scope, wanted))
    await take()
    await take()
    expect(await queries.vouchers(shop.reading())).toMatchObject([{ code: 'SAMBAL10', from: '2026-11-23', to: '2027-01-31', state: 'ahead' }])
    const early = await fresh()
    await make(early)
    await early.writing((scope) => commands.takeUpVoucher(scope, wanted))
    expect(await queries.vouchers(early.reading())).toMatchObject([{ gives: 'Diskon 10%', from: '2026-11-10', to: '2027-01-31', state: 'living' }])
    const elsewhere = await fresh()
    await make(elsewhere, { channel: 'facebook' })
    await elsewhere.writing((scope) => commands.takeUpVoucher(scope, wanted))
    expect(await queries.vouchers(elsewhere.reading())).toMatchObject([{ channel: 'facebook', to: '2026-11-30' }])
  })
})
