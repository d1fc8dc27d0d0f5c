import { z } from 'zod'
import { Channel } from './channels.ts'
import { PayProvider, PayWay } from './pay-accounts.ts'
import { PaymentState } from './payments.ts'
import { PageTheme } from './shop-page.ts'
import { AmountPaid, Country, Language, Money } from './values.ts'

// What the server hands to the pay pages it renders: `platform.req.kicau.payPage(…)`. No route: nobody else asks.

export const MOST_PIECES = 99

const Shop = z.object({ name: z.string(), slug: z.string(), theme: PageTheme })

/** A buy button's page as a visitor gets it. */
export const PublicPayPage = z.object({
  code: z.string(),
  shop: Shop,
  /** The shop's, for a visitor who asked for none. */
  language: Language,
  /** Whose own spellings of a phone number are understood. */
  country: Country,
  name: z.string(),
  words: z.string(),
  stock: z.string(),
  /** Null: the buyer says how much. */
  price: AmountPaid.nullable(),
  /** The button's, maybe not the shop's. */
  currency: Money,
  picture: z.string().nullable(),
  closed: z.boolean(),
  /** Nothing it is paid by moves money: its owner tries it out. */
  trial: z.boolean(),
  ways: z.array(z.object({ id: z.string(), kind: PayProvider, way: PayWay })),
  /** The answers to "how did you find us?", in a new order each time; null where it is not asked. */
  foundUs: z.array(Channel).nullable(),
  /** Makes a form that is sent twice one payment. */
  token: z.string(),
  /** The code that it was opened with, to be sent along. */
  k: z.string().nullable(),
  url: z.string().nullable(),
  pictureUrl: z.string().nullable(),
  tracker: z.object({ src: z.string() }).nullable(),
})
export type PublicPayPage = z.infer<typeof PublicPayPage>

/** Why a form was not taken, by its field: `pay:wrong.<field>-<why>`. */
export type PayFormFault = 'amount-unreadable' | 'amount-too-large' | 'quantity-unreadable' | 'phone-unreadable' | 'way-missing' | 'closed' | 'too-many'

/** What became of the form: the address to go on to, or what is to be mended. */
export type PayPressed = { is: 'go'; to: string; /** Its slug: it has asked. */ shop: string } | { is: 'wrong'; fault: PayFormFault }

/** One payment as its buyer sees it. */
export const PublicPayment = z.object({
  code: z.string(),
  shop: Shop,
  language: Language,
  name: z.string(),
  reference: z.string(),
  state: PaymentState,
  trial: z.boolean(),
  quantity: z.int(),
  amount: AmountPaid,
  /** In which it is asked for. */
  currency: Money,
  /** What was added so that its owner can tell it from others. */
  added: AmountPaid,
  /** Null as well where it came in a currency that we do not know. */
  paidAmount: AmountPaid.nullable(),
  /** Of what was paid and given back: another than was asked for, where that came. */
  paidCurrency: Money,
  /** The code of one that we do not know. */
  unknownCurrency: z.string().nullable(),
  refunded: AmountPaid,
  thanks: z.string(),
  kind: PayProvider,
  /** The provider's page, while it can still be paid there. */
  address: z.string().nullable(),
  /** The code to scan, as a drawing; `name` stands in it. */
  qr: z.object({ svg: z.string(), name: z.string().nullable(), amountInside: z.boolean() }).nullable(),
  /** Nobody tells of it but the buyer and the shop. */
  byHand: z.boolean(),
})
export type PublicPayment = z.infer<typeof PublicPayment>
