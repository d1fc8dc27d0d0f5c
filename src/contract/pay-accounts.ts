import { z } from 'zod'
import { route } from './route.ts'
import { AmountPaid, Id, Instant, Money, noContent, ShopParams, ShopThingParams } from './values.ts'

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
  /** Those it can take; an account of it may take fewer. */
  currencies: z.array(Money),
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
  'currency-not-taken',
  'too-many',
  'provider-down',
  'no-answer',
  'address-refused',
  'refused',
] as const
export const PayWhy = z.enum(payWhys)
export type PayWhy = z.infer<typeof PayWhy>

/** A share of an amount in hundredths of a percent (70 is 0.7%), and a fixed sum in the account's `feeIn`. */
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
  /** Its only currency, or the shop's of several. */
  feeIn: Money,
  /** Those it takes, as far as is known. */
  currencies: z.array(Money),
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
export const ReadQr = z.object({ qr: z.string(), name: z.string(), city: z.string(), currency: Money })
export type ReadQr = z.infer<typeof ReadQr>

export const payAccountsRoutes = {
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
}
