import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { Tracked } from './shop.ts'
import { Day, Id, noContent, ShopParams, ShopThingParams } from './values.ts'

/** What buyers type: kept in capitals, without the blanks and dashes it may be written with. */
export const VoucherCode = z
  .string()
  .toUpperCase()
  .overwrite((code) => code.replace(/[\s\p{Pd}]/gu, ''))
  .regex(/^[A-Z0-9]{3,16}$/)

/** A code that gives something and is offered on one channel: an order that names it came by that channel. */
export const Voucher = z.object({
  id: Id,
  code: z.string(),
  channel: Channel,
  /** In words: what whoever names it is given. */
  gives: z.string(),
  from: Day,
  /** The last day it holds; null: until it is closed. */
  to: Day.nullable(),
  /** `ahead`: its first day is to come; `closed`: ended by hand, before its last day. */
  state: z.enum(['ahead', 'living', 'over', 'closed']),
})
export type Voucher = z.infer<typeof Voucher>

export const MakeVoucher = z
  .object({ code: VoucherCode, channel: Channel, gives: z.string().trim().max(80).default(''), from: Day, to: Day.nullable().default(null) })
  .refine(({ from, to }) => to === null || to >= from, { path: ['to'] })
export type MakeVoucher = z.output<typeof MakeVoucher>

const path = '/api/shops/:shop/vouchers'

export const vouchersRoutes = {
  vouchers: route({
    method: 'GET',
    path,
    who: 'member',
    summary: 'The vouchers of the shop, those that hold first.',
    params: ShopParams,
    answer: z.array(Voucher),
  }),
  makeVoucher: route({
    method: 'POST',
    path,
    who: 'member',
    summary: 'Makes a voucher: from then on an order that names its code came by its channel.',
    params: ShopParams,
    body: MakeVoucher,
    answer: Voucher,
  }),
  closeVoucher: route({
    method: 'POST',
    path: `${path}/:id/close`,
    who: 'member',
    summary: 'Ends a voucher before its last day. Orders that named it stay as they are.',
    params: ShopThingParams,
    answer: noContent,
  }),
  reopenVoucher: route({
    method: 'DELETE',
    path: `${path}/:id/close`,
    who: 'member',
    summary: 'Takes the closing of a voucher back, unless its code has been given to another one since.',
    params: ShopThingParams,
    answer: noContent,
  }),
  codeOfOrder: route({
    method: 'GET',
    path: '/api/shops/:shop/orders/code',
    who: 'member',
    summary: "What the code of an order, or the message that carries it, tells now: a voucher's channel or a link's.",
    params: ShopParams,
    query: z.object({ typed: z.string().trim().max(200) }),
    answer: z.object({ meaning: Tracked.pick({ channel: true, by: true }).nullable() }),
  }),
}
