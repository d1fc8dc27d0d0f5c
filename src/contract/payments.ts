import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { AmountPaid, Currency, Id, Instant, Money, noContent, page, PageQuery, ShopParams, ShopThingParams } from './values.ts'

/** Who takes the buyer's money. `static-qr` is the shop's own sticker: nobody calls, the owner looks and confirms. */
export const payProviders = ['stripe', 'midtrans', 'xendit', 'static-qr'] as const
export const PayProvider = z.enum(payProviders)
export type PayProvider = z.infer<typeof PayProvider>

/** `page`: the buyer goes to the provider's page. `qr`: a code to scan stands on the pay page itself. */
export const payWays = ['page', 'qr'] as const
export const PayWay = z.enum(payWays)
export type PayWay = z.infer<typeof PayWay>

/** What a provider is, as data: the screen that connects one is drawn from it. */
export const PayManifest = z.object({
  kind: PayProvider,
  currencies: z.array(Currency),
  ways: z.array(PayWay),
  /** Whether it is signed in to with a key; without one there is a code to be read. */
  keyed: z.boolean(),
  /** It signs its calls with a secret of their own, which its owner copies as well. */
  callSecret: z.boolean(),
  /** It has a place where no money moves. */
  sandbox: z.boolean(),
})
export type PayManifest = z.infer<typeof PayManifest>

/** Why a provider does not do what was asked: `pay:whys.<why>` in every language. */
export const payWhys = [
  'key-wrong',
  'key-of-other-mode',
  'no-permission',
  'not-activated',
  'amount-too-small',
  'amount-too-large',
  'too-many',
  'provider-down',
  'no-answer',
  'address-refused',
  'refused',
] as const
export const PayWhy = z.enum(payWhys)
export type PayWhy = z.infer<typeof PayWhy>

/** A share of an amount in hundredths of a percent (70 is 0.7%), and a fixed sum. */
const Fee = z.object({ share: z.int().min(0).max(5000), fixed: AmountPaid })

export const PayAccount = z.object({
  id: Id,
  kind: PayProvider,
  live: z.boolean(),
  ways: z.array(PayWay),
  /** The last of its key, by which its owner tells it from another. */
  keyEnd: z.string().nullable(),
  /** Whether its calls can be told from anybody's. */
  signed: z.boolean(),
  /** Where the provider is to call; null without a public address, or where nobody calls. */
  callAddress: z.string().nullable(),
  testedAt: Instant.nullable(),
  testProblem: PayWhy.nullable(),
  heardAt: Instant.nullable(),
  /** The last call that could not be taken: badly signed, or too old. */
  callProblem: z.enum(['signature', 'old', 'unreadable']).nullable(),
  /** What the provider keeps of a payment, by the owner's word, where the provider does not say. */
  fee: Fee.nullable(),
  /** Of a code to be scanned: whose it is, by its own word. */
  qr: z.object({ name: z.string(), city: z.string(), amountInside: z.boolean(), additions: z.boolean() }).nullable(),
})
export type PayAccount = z.infer<typeof PayAccount>

const Key = z.string().trim().min(8).max(300)

export const ConnectPayAccount = z.object({
  kind: PayProvider,
  live: z.boolean().default(true),
  key: Key.optional(),
  callSecret: Key.nullish(),
  /** What a static QR code says, or a picture's reading of it. */
  qr: z.string().trim().max(1000).optional(),
})
export type ConnectPayAccount = z.infer<typeof ConnectPayAccount>

export const ChangePayAccount = z.object({
  key: Key.optional(),
  callSecret: Key.nullable().optional(),
  ways: z.array(PayWay).min(1).max(2).optional(),
  fee: Fee.nullable().optional(),
  amountInside: z.boolean().optional(),
  /** Adds 1 to 999 rupiah to each amount, so that no two that wait are the same. */
  additions: z.boolean().optional(),
})
export type ChangePayAccount = z.infer<typeof ChangePayAccount>

/** What stands in a static QR code. */
export const ReadQr = z.object({ qr: z.string(), name: z.string(), city: z.string() })
export type ReadQr = z.infer<typeof ReadQr>

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
  ...ButtonWords,
  /** The accounts it may be paid to; empty: all. */
  accounts: z.array(Id),
  onPage: z.boolean(),
  picture: z.string().nullable(),
  closed: z.boolean(),
  /** What it brought, trials left out. */
  paid: z.object({ orders: z.int(), amount: AmountPaid }),
  /** Short links that lead to it. */
  links: z.array(z.object({ id: Id, channel: Channel, url: z.string().nullable() })),
})
export type BuyButton = z.infer<typeof BuyButton>

export const SaveBuyButton = z.object({
  product: Id.nullable().default(null),
  name: z.string().trim().min(1).max(120),
  price: AmountAsGiven.nullable(),
  words: ButtonWords.words.default(''),
  stock: ButtonWords.stock.default(''),
  thanks: ButtonWords.thanks.default(''),
  accounts: z.array(Id).max(20).default([]),
  onPage: z.boolean().default(false),
})
export type SaveBuyButton = z.infer<typeof SaveBuyButton>

/**
 * `making`: its key is chosen and stored, the provider has not answered. `unknown`: whether a checkout came about is being looked
 * for. `claimed`: the buyer says that it is paid, the owner has not confirmed. `paid-other`: paid, but not what was asked.
 * `gone`: no checkout came about. `dismissed`: the owner says that no money came.
 */
export const paymentStates = [
  'making',
  'unknown',
  'waiting',
  'claimed',
  'paid',
  'paid-other',
  'part-refunded',
  'refunded',
  'failed',
  'expired',
  'refused',
  'gone',
  'dismissed',
] as const
export const PaymentState = z.enum(paymentStates)
export type PaymentState = z.infer<typeof PaymentState>

export const Payment = z.object({
  id: Id,
  /** By which buyer and owner speak of it. */
  reference: z.string(),
  state: PaymentState,
  why: PayWhy.nullable(),
  button: z.object({ id: Id, name: z.string() }),
  account: z.object({ id: Id, kind: PayProvider }),
  way: PayWay,
  /** No provider tells of it: its owner confirms. */
  byHand: z.boolean(),
  /** No money moved, and no order was noted. */
  trial: z.boolean(),
  quantity: z.int(),
  amount: AmountPaid,
  /** Null as well where it came in a currency that we do not know. */
  paidAmount: AmountPaid.nullable(),
  /** Another than was asked for, of those that we know; null: the same. */
  paidCurrency: Money.nullable(),
  /** The code of one that we do not know: how much of it was paid is not known either. */
  unknownCurrency: z.string().nullable(),
  refunded: AmountPaid,
  buyerName: z.string().nullable(),
  madeAt: Instant,
  claimedAt: Instant.nullable(),
  paidAt: Instant.nullable(),
  order: Id.nullable(),
})
export type Payment = z.infer<typeof Payment>

/** How a payment that waits fits what the owner saw come in. */
export const PaymentMatch = z.object({ payment: Payment, fits: z.enum(['amount-and-time', 'amount']) })
export type PaymentMatch = z.infer<typeof PaymentMatch>

export const MatchedPayments = z.object({
  /** The amounts that the text names, and when it came, as they were understood. */
  amounts: z.array(AmountPaid),
  at: Instant.nullable(),
  matches: z.array(PaymentMatch),
})
export type MatchedPayments = z.infer<typeof MatchedPayments>

export const paymentsRoutes = {
  payAccounts: route({
    method: 'GET',
    path: '/api/shops/:shop/pay/accounts',
    who: 'owner',
    summary: 'The payment providers that are connected, and those that could be.',
    params: ShopParams,
    answer: z.object({ accounts: z.array(PayAccount), providers: z.array(PayManifest) }),
  }),
  connectPayAccount: route({
    method: 'POST',
    path: '/api/shops/:shop/pay/accounts',
    who: 'owner',
    notForGuests: true,
    summary: 'Connects a payment provider, once a call with its key was answered.',
    params: ShopParams,
    body: ConnectPayAccount,
    answer: PayAccount,
  }),
  readQrPicture: route({
    method: 'POST',
    path: '/api/shops/:shop/pay/qr-picture',
    who: 'owner',
    notForGuests: true,
    summary: 'Reads the QR code of a picture, and keeps nothing.',
    params: ShopParams,
    upload: true,
    answer: ReadQr,
  }),
  changePayAccount: route({
    method: 'PATCH',
    path: '/api/shops/:shop/pay/accounts/:id',
    who: 'owner',
    notForGuests: true,
    summary: 'Changes a connected provider: only what is sent.',
    params: ShopThingParams,
    body: ChangePayAccount,
    answer: PayAccount,
  }),
  testPayAccount: route({
    method: 'POST',
    path: '/api/shops/:shop/pay/accounts/:id/test',
    who: 'owner',
    notForGuests: true,
    summary: 'Tries the key with a real call.',
    params: ShopThingParams,
    answer: PayAccount,
  }),
  removePayAccount: route({
    method: 'DELETE',
    path: '/api/shops/:shop/pay/accounts/:id',
    who: 'owner',
    notForGuests: true,
    summary: 'Takes a provider off: nothing new is paid to it, and what was goes on being heard of. Its key is forgotten a day later.',
    params: ShopThingParams,
    answer: noContent,
  }),
  putBackPayAccount: route({
    method: 'POST',
    path: '/api/shops/:shop/pay/accounts/:id/put-back',
    who: 'owner',
    notForGuests: true,
    summary: 'Brings back a provider that was just taken off.',
    params: ShopThingParams,
    answer: PayAccount,
  }),
  buyButtons: route({
    method: 'GET',
    path: '/api/shops/:shop/pay/buttons',
    who: 'member',
    summary: 'The buy buttons, the newest first.',
    params: ShopParams,
    /** `ready`: there is a way to pay; `byHand`: one that its owner confirms. */
    answer: z.object({ buttons: z.array(BuyButton), ready: z.boolean(), byHand: z.boolean() }),
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
  payments: route({
    method: 'GET',
    path: '/api/shops/:shop/pay/payments',
    who: 'member',
    summary: 'Payments, the latest first; those that nobody paid are left out unless asked for.',
    params: ShopParams,
    query: PageQuery.extend({ show: z.enum(['all', 'settled', 'to-confirm']).default('settled') }),
    answer: page(Payment),
  }),
  matchPayments: route({
    method: 'GET',
    path: '/api/shops/:shop/pay/matches',
    who: 'member',
    summary: 'Which payments that wait fit an amount that came in, typed or in the pasted text of a notification.',
    params: ShopParams,
    query: z.object({ text: z.string().trim().min(1).max(500) }),
    answer: MatchedPayments,
  }),
  confirmPayment: route({
    method: 'POST',
    path: '/api/shops/:shop/pay/payments/:id/confirm',
    who: 'member',
    notForGuests: true,
    summary: 'Says that the money is there: the order is noted. Also takes what was paid instead of what was asked.',
    params: ShopThingParams,
    answer: Payment,
  }),
  undoConfirmPayment: route({
    method: 'DELETE',
    path: '/api/shops/:shop/pay/payments/:id/confirm',
    who: 'member',
    notForGuests: true,
    summary: 'Takes a confirmation back, and its order with it.',
    params: ShopThingParams,
    answer: Payment,
  }),
  dismissPayment: route({
    method: 'POST',
    path: '/api/shops/:shop/pay/payments/:id/dismiss',
    who: 'member',
    notForGuests: true,
    summary: 'Says that no money came.',
    params: ShopThingParams,
    answer: Payment,
  }),
  restorePayment: route({
    method: 'DELETE',
    path: '/api/shops/:shop/pay/payments/:id/dismiss',
    who: 'member',
    notForGuests: true,
    summary: 'Lets a dismissed payment wait again.',
    params: ShopThingParams,
    answer: Payment,
  }),
  lookAtPayment: route({
    method: 'POST',
    path: '/api/shops/:shop/pay/payments/:id/look',
    who: 'member',
    notForGuests: true,
    summary: 'Asks the provider what became of a payment.',
    params: ShopThingParams,
    answer: Payment,
  }),
}
