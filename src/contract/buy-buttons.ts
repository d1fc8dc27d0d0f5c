import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { AmountPaid, Id, Money, ShopParams, ShopThingParams } from './values.ts'

const AmountAsGiven = z.union([z.number(), z.string().max(40)])

const ButtonWords = {
  /** What the buyer gets, for so many words. */
  words: z.string().trim().max(600),
  /** "12 jars left, sent on Mondays": the owner's own words; nothing is counted. */
  stock: z.string().trim().max(120),
  /** Shown once it is paid. */
  thanks: z.string().trim().max(400),
}

export const BuyButton = z.object({
  id: Id,
  code: z.string(),
  /** `/b/<code>` under the public address; null without one. */
  url: z.string().nullable(),
  product: Id.nullable(),
  name: z.string(),
  /** Null: the buyer says how much. */
  price: AmountPaid.nullable(),
  /** In which it is asked for; maybe not the shop's. */
  currency: Money,
  ...ButtonWords,
  /** The accounts it may be paid to; empty: all. */
  accounts: z.array(Id),
  onPage: z.boolean(),
  picture: z.string().nullable(),
  closed: z.boolean(),
  /** Whether any of its accounts takes its currency; without one its page says that it is closed. */
  payable: z.boolean(),
  /** What it brought in the shop's currency, trials left out; `unknown` of its orders lack a rate, and are in no sum. */
  paid: z.object({ orders: z.int(), amount: AmountPaid, unknown: z.int() }),
  /** Short links that lead to it. */
  links: z.array(z.object({ id: Id, channel: Channel, url: z.string().nullable() })),
})
export type BuyButton = z.infer<typeof BuyButton>

export const SaveBuyButton = z.object({
  product: Id.nullable().default(null),
  name: z.string().trim().min(1).max(120),
  price: AmountAsGiven.nullable(),
  /** The shop's own unless said. */
  currency: Money.optional(),
  words: ButtonWords.words.default(''),
  stock: ButtonWords.stock.default(''),
  thanks: ButtonWords.thanks.default(''),
  accounts: z.array(Id).max(20).default([]),
  onPage: z.boolean().default(false),
})
export type SaveBuyButton = z.infer<typeof SaveBuyButton>

export const buyButtonsRoutes = {
  buyButtons: route({
    method: 'GET',
    path: '/api/shops/:shop/pay/buttons',
    who: 'member',
    summary: 'The buy buttons, the newest first.',
    params: ShopParams,
    /** `ready`: there is a way to pay; `byHand`: one that its owner confirms; `currencies`: the shop's own, then what else can be asked for. */
    answer: z.object({ buttons: z.array(BuyButton), ready: z.boolean(), byHand: z.boolean(), currencies: z.array(Money) }),
  }),
  makeBuyButton: route({
    method: 'POST',
    path: '/api/shops/:shop/pay/buttons',
    who: 'member',
    notForGuests: true,
    summary: 'Makes a buy button.',
    params: ShopParams,
    body: SaveBuyButton,
    answer: BuyButton,
  }),
  changeBuyButton: route({
    method: 'PUT',
    path: '/api/shops/:shop/pay/buttons/:id',
    who: 'member',
    notForGuests: true,
    summary: 'Changes a buy button; its address stays.',
    params: ShopThingParams,
    body: SaveBuyButton,
    answer: BuyButton,
  }),
  setBuyButtonPicture: route({
    method: 'POST',
    path: '/api/shops/:shop/pay/buttons/:id/picture',
    who: 'member',
    notForGuests: true,
    summary: 'Puts a picture on a buy button: JPEG, PNG or WebP, at most 8 MB.',
    params: ShopThingParams,
    upload: true,
    answer: BuyButton,
  }),
  removeBuyButtonPicture: route({
    method: 'DELETE',
    path: '/api/shops/:shop/pay/buttons/:id/picture',
    who: 'member',
    notForGuests: true,
    summary: 'Takes the picture off a buy button.',
    params: ShopThingParams,
    answer: BuyButton,
  }),
  closeBuyButton: route({
    method: 'POST',
    path: '/api/shops/:shop/pay/buttons/:id/close',
    who: 'member',
    notForGuests: true,
    summary: 'Closes a buy button: its page says so.',
    params: ShopThingParams,
    answer: BuyButton,
  }),
  reopenBuyButton: route({
    method: 'DELETE',
    path: '/api/shops/:shop/pay/buttons/:id/close',
    who: 'member',
    notForGuests: true,
    summary: 'Opens a closed buy button again.',
    params: ShopThingParams,
    answer: BuyButton,
  }),
  buyButtonQr: route({
    method: 'GET',
    path: '/api/shops/:shop/pay/buttons/:id/qr',
    who: 'member',
    summary: "The QR code of a buy button's address.",
    params: ShopThingParams,
    query: z.object({ as: z.enum(['svg', 'png']).default('svg'), download: z.stringbool().default(false) }),
    answer: z.string(),
  }),
}
