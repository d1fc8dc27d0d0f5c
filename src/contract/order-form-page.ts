import { z } from 'zod'
import { Channel } from './channels.ts'
import { FormDelivery } from './form-delivery.ts'
import { DeclineWhy, FormOrderState, FormPhone } from './order-form.ts'
import { PageTheme } from './shop-page.ts'
import { AmountPaid, Currency, Id, Language } from './values.ts'

// What the server hands to the order form that it renders: `platform.req.kicau.orderForm(…)`. No route: nobody else asks.

/** Of one product. */
export const MOST_FORM_PIECES = 99
export const LONGEST_FORM_TEXT = { name: 80, phone: 40, address: 300, note: 500, who: 80 } as const

const Shop = z.object({ name: z.string(), slug: z.string(), theme: PageTheme, currency: Currency })

/** The form as a visitor gets it. */
export const PublicOrderForm = z.object({
  shop: Shop,
  /** The shop's, for a visitor who asked for none. */
  language: Language,
  words: z.string(),
  hours: z.string(),
  /** Why it takes nothing; null where it does. */
  closed: z.enum(['off', 'paused', 'nothing-offered']).nullable(),
  pausedWords: z.string(),
  products: z.array(z.object({ id: Id, name: z.string(), price: AmountPaid })),
  phone: FormPhone,
  deliveries: z.array(FormDelivery),
  deliveryFee: AmountPaid.nullable(),
  deliveryWords: z.string(),
  /** The answers to "how did you find us?", in a new order each time; null where it is not asked. */
  foundUs: z.array(Channel).nullable(),
  /** Makes a form that is sent twice one order. */
  token: z.string(),
  /** The code that it was opened with, to be sent along. */
  k: z.string().nullable(),
  url: z.string().nullable(),
  tracker: z.object({ src: z.string() }).nullable(),
})
export type PublicOrderForm = z.infer<typeof PublicOrderForm>

/** Why a form was not taken: `order-form:wrong.<code>`. */
export const formFaults = [
  'nothing-chosen',
  'quantity-unreadable',
  'amount-too-large',
  'name-missing',
  'name-too-long',
  'phone-missing',
  'phone-unreadable',
  'delivery-missing',
  'address-missing',
  'address-too-long',
  'note-too-long',
  'closed',
  'too-many',
  'trap',
] as const
export type FormFaultCode = (typeof formFaults)[number]

export interface FormFault {
  code: FormFaultCode
  /** Of which products. */
  products?: string[]
}

/** What is another than it was when the form was shown. `name` is null for what is none of the shop's. */
export type FormChange =
  | { is: 'price'; name: string; from: number; to: number }
  | { is: 'gone'; name: string | null }
  | { is: 'fee'; from: number | null; to: number | null }

/** The sum as the server reckons it; `delivery` is null where it is picked up or not settled. */
export interface FormSum {
  goods: number
  delivery: number | null
  total: number
}

/** What became of the form. */
export type FormPressed =
  | { is: 'go'; to: string }
  /** Nothing was sent: there is something to mend, something is another than was shown, or only the sum was asked for. */
  | { is: 'again'; faults: FormFault[]; changes: FormChange[]; sum: FormSum | null }
  /** This very form was sent before, with something else in it. */
  | { is: 'sent-before'; reference: string; to: string }

/** What was sent, as its buyer sees it. */
export const PublicFormOrder = z.object({
  shop: Shop,
  language: Language,
  reference: z.string(),
  state: FormOrderState,
  declinedWhy: DeclineWhy.nullable(),
  lines: z.array(z.object({ name: z.string(), quantity: z.int(), value: AmountPaid })),
  amount: AmountPaid,
  delivery: FormDelivery,
  deliveryFee: AmountPaid.nullable(),
  /** Opens the shop's chat with the number and code written; null where the shop has no number. */
  chat: z.string().nullable(),
})
export type PublicFormOrder = z.infer<typeof PublicFormOrder>
