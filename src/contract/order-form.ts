import { z } from 'zod'
import { Channel } from './channels.ts'
import { FormDelivery } from './form-delivery.ts'
import { route } from './route.ts'
import { FoundUs } from './shop.ts'
import { AmountPaid, Id, Instant, page, PageQuery, ShopParams, ShopThingParams } from './values.ts'

/** So many products stand on a form. */
export const MOST_FORM_PRODUCTS = 100

/** Whether the form asks for a number. */
export const formPhones = ['required', 'optional', 'off'] as const
export const FormPhone = z.enum(formPhones)
export type FormPhone = z.infer<typeof FormPhone>

const FormWords = {
  words: z.string().trim().max(600),
  /** In the owner's own words: "Tue–Sun, 8–17". Nothing is opened or closed by it. */
  hours: z.string().trim().max(120),
  /** Until when it takes nothing, and why. */
  pausedWords: z.string().trim().max(200),
  /** Where to, and when. */
  deliveryWords: z.string().trim().max(200),
}

export const OrderForm = z.object({
  /** `/s/<shop>/pesan` under the shop's domain or the public address; null without one. */
  url: z.string().nullable(),
  open: z.boolean(),
  /** Open, and taking nothing just now. */
  paused: z.boolean(),
  ...FormWords,
  /** The products it offers; null: every product with a price. */
  products: z.array(Id).nullable(),
  phone: FormPhone,
  pickUp: z.boolean(),
  delivery: z.boolean(),
  /** Null: not known before; shop and buyer settle it. */
  deliveryFee: AmountPaid.nullable(),
  /** So many products can be ordered as it stands: those with a price that are on offer. */
  offered: z.int(),
  /** What it brought, as far as it was confirmed. */
  brought: z.object({ orders: z.int(), amount: AmountPaid }),
  waiting: z.int(),
  /** Short links that lead to it. */
  links: z.array(z.object({ id: Id, channel: Channel, url: z.string().nullable() })),
})
export type OrderForm = z.infer<typeof OrderForm>

export const SaveOrderForm = z.object({
  open: z.boolean(),
  paused: z.boolean().default(false),
  words: FormWords.words.default(''),
  hours: FormWords.hours.default(''),
  pausedWords: FormWords.pausedWords.default(''),
  deliveryWords: FormWords.deliveryWords.default(''),
  products: z.array(Id).max(MOST_FORM_PRODUCTS).nullable().default(null),
  phone: FormPhone.default('required'),
  pickUp: z.boolean().default(true),
  delivery: z.boolean().default(false),
  deliveryFee: z.union([z.number(), z.string().max(40)]).nullable().default(null),
})
export type SaveOrderForm = z.infer<typeof SaveOrderForm>

/** `waiting`: for its owner's word. `undone`: confirmed, and its order was taken back since. */
export const formOrderStates = ['waiting', 'confirmed', 'undone', 'declined'] as const
export const FormOrderState = z.enum(formOrderStates)
export type FormOrderState = z.infer<typeof FormOrderState>

/** Why an order is declined. The buyer is told the first three; of the rest only that it can't be done. */
export const declineWhys = ['sold-out', 'too-far', 'no-time', 'no-answer', 'not-meant', 'other'] as const
export const DeclineWhy = z.enum(declineWhys)
export type DeclineWhy = z.infer<typeof DeclineWhy>

export const FormOrder = z.object({
  id: Id,
  /** By which buyer and owner speak of it. */
  reference: z.string(),
  state: FormOrderState,
  sentAt: Instant,
  lines: z.array(z.object({ name: z.string(), quantity: z.int(), price: AmountPaid })),
  /** The goods, without delivery. */
  amount: AmountPaid,
  delivery: FormDelivery,
  deliveryFee: AmountPaid.nullable(),
  /** Null where they were not given, or have been forgotten. */
  buyerName: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  note: z.string().nullable(),
  foundUs: FoundUs,
  /** By the link or code that the page was opened with. */
  tracked: Channel.nullable(),
  declinedWhy: DeclineWhy.nullable(),
  order: Id.nullable(),
})
export type FormOrder = z.infer<typeof FormOrder>

export const orderFormRoutes = {
  orderForm: route({
    method: 'GET',
    path: '/api/shops/:shop/order-form',
    who: 'member',
    summary: "The shop's public order form; as it would begin, where it was never opened.",
    params: ShopParams,
    answer: OrderForm,
  }),
  saveOrderForm: route({
    method: 'PUT',
    path: '/api/shops/:shop/order-form',
    who: 'member',
    notForGuests: true,
    summary: 'Opens, closes or changes the order form.',
    params: ShopParams,
    body: SaveOrderForm,
    answer: OrderForm,
  }),
  orderFormQr: route({
    method: 'GET',
    path: '/api/shops/:shop/order-form/qr',
    who: 'member',
    summary: "The QR code of the order form's address.",
    params: ShopParams,
    query: z.object({ as: z.enum(['svg', 'png']).default('svg'), download: z.stringbool().default(false) }),
    answer: z.string(),
  }),
  formOrders: route({
    method: 'GET',
    path: '/api/shops/:shop/form-orders',
    who: 'member',
    summary: 'What came in by the order form: that which waits for its owner’s word, the oldest first; or all, the latest first.',
    params: ShopParams,
    query: PageQuery.extend({ show: z.enum(['waiting', 'all']).default('waiting') }),
    answer: page(FormOrder),
  }),
  confirmFormOrder: route({
    method: 'POST',
    path: '/api/shops/:shop/form-orders/:id/confirm',
    who: 'member',
    notForGuests: true,
    summary: 'Confirms what came in: the order is noted.',
    params: ShopThingParams,
    answer: FormOrder,
  }),
  undoConfirmFormOrder: route({
    method: 'DELETE',
    path: '/api/shops/:shop/form-orders/:id/confirm',
    who: 'member',
    notForGuests: true,
    summary: 'Takes a confirmation back, and its order with it.',
    params: ShopThingParams,
    answer: FormOrder,
  }),
  declineFormOrder: route({
    method: 'POST',
    path: '/api/shops/:shop/form-orders/:id/decline',
    who: 'member',
    notForGuests: true,
    summary: 'Declines what came in, and says why.',
    params: ShopThingParams,
    body: z.object({ why: DeclineWhy }),
    answer: FormOrder,
  }),
  undoDeclineFormOrder: route({
    method: 'DELETE',
    path: '/api/shops/:shop/form-orders/:id/decline',
    who: 'member',
    notForGuests: true,
    summary: 'Lets what was declined wait again.',
    params: ShopThingParams,
    answer: FormOrder,
  }),
}
