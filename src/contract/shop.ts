import { z } from 'zod'
import { Channel, SalesPlace } from './channels.ts'
import { route } from './route.ts'
import { FormDelivery } from './form-delivery.ts'
import { Settlement } from './settlements.ts'
import { Amount, AmountPaid, Day, Id, Instant, Money, Month, noContent, page, PageQuery, ShopParams, ShopThingParams } from './values.ts'

/**
 * `placed` is ordered and not yet handed over; `returned` came back, wholly, after it was done; `cod-failed` went out to be paid for at
 * the door (cash on delivery), and came back unpaid.
 */
export const orderStates = ['placed', 'done', 'cancelled', 'returned', 'cod-failed'] as const
export const OrderState = z.enum(orderStates)
export type OrderState = z.infer<typeof OrderState>

/** Nobody bought in the end. */
export const unsoldStates = ['cancelled', 'cod-failed'] as const satisfies readonly OrderState[]
/** The goods are back with the shop; what that cost may be said. */
export const cameBackStates = ['returned', 'cod-failed'] as const satisfies readonly OrderState[]
export type CameBackState = (typeof cameBackStates)[number]

/**
 * Whether "how did you find us?" was answered: `missing` still waits; `unsure` was asked and the buyer could not say; `no-answer` was
 * asked on a page and left empty.
 */
export const foundUsAnswers = ['missing', 'not-asked', 'no-answer', 'unsure', 'said'] as const
export const FoundUs = z.discriminatedUnion('answer', [
  z.object({
    answer: z.literal('said'),
    channel: Channel,
    /** Who, or where exactly: "Mbak Ayu", "pasar Minggu". */
    detail: z.string().trim().max(80).nullish(),
  }),
  z.object({ answer: z.literal('unsure') }),
  z.object({ answer: z.literal('not-asked') }),
  z.object({ answer: z.literal('no-answer') }),
  z.object({ answer: z.literal('missing') }),
])
export type FoundUs = z.infer<typeof FoundUs>

/** By the code of the buyer's message, a voucher that was named, a link, or the buyer's earlier order. */
export const trackedBys = ['code', 'voucher', 'link', 'phone'] as const
export const TrackedBy = z.enum(trackedBys)
export type TrackedBy = z.infer<typeof TrackedBy>

/** The touch that was found when the order was noted. */
export const Tracked = z.object({
  channel: Channel,
  by: TrackedBy,
  at: Instant,
  linkId: Id.nullable(),
  postId: Id.nullable(),
})
export type Tracked = z.infer<typeof Tracked>

export const OrderLine = z.object({
  product: Id.nullable(),
  name: z.string(),
  variation: z.string().nullable(),
  quantity: z.int(),
  /** What the line came to after the seller's discounts, in the currency that the order was paid in; null where only the order's amount is known. */
  value: AmountPaid.nullable(),
})
export type OrderLine = z.infer<typeof OrderLine>

export const Order = z.object({
  id: Id,
  orderedAt: Instant,
  /** The worth of the goods in the shop's currency, without delivery. Null: paid in another, and no rate is known for its day. */
  amount: AmountPaid.nullable(),
  /** As it was paid, where that was in another currency. */
  original: z.object({ currency: Money, amount: AmountPaid }).nullable(),
  /** What is left after goods, packing and fees; null where any of them is not known. */
  margin: Amount.nullable(),
  /** Told by hand, reckoned from its own costs and fees, or estimated by the shop's usual margin. */
  marginBy: z.enum(['said', 'costs', 'usual']).nullable(),
  state: OrderState,
  /** What it cost that the goods came back, delivery there and back; null: nobody said. */
  returnCost: AmountPaid.nullable(),
  salesPlace: SalesPlace,
  foundUs: FoundUs,
  /** As it was typed, also where nobody knows it. */
  code: z.string().nullable(),
  codeKnown: z.boolean(),
  tracked: Tracked.nullable(),
  /** By whose video or live it was sold, `@name`. */
  creator: z.string().nullable(),
  buyer: z
    .object({
      /** Null for buyers of a marketplace, who are a keyed hash and nothing else. */
      name: z.string().nullable(),
      phoneKept: z.boolean(),
      /** Not their first order here. */
      returning: z.boolean(),
    })
    .nullable(),
  lines: z.array(OrderLine),
  source: z.enum(['entered', 'import']),
  externalId: z.string().nullable(),
  note: z.string().nullable(),
})
export type Order = z.infer<typeof Order>

/** One order, opened: with what only its own page shows. */
export const OrderOpened = Order.extend({
  phone: z.string().nullable(),
  notedBy: z.string().nullable(),
  notedAt: Instant,
  changedAt: Instant.nullable(),
  undoneAt: Instant.nullable(),
  /** What it cost when goods last came back to the shop, as a proposal; null: nobody ever said. */
  lastReturnCost: AmountPaid.nullable(),
  /** Other orders that failed at the door of which nobody said what that cost: one word may do for all of them. */
  failedWithoutCost: z.int(),
  /** The rate that it was brought to the shop's currency by, in force since then; null where it was not. */
  rate: z.object({ rate: z.string(), from: Day }).nullable(),
  /** What the marketplace kept, by its export or its settlement; null: not known. */
  fees: Amount.nullable(),
  /** What was paid out for it, by the marketplace's settlement file. */
  settlement: Settlement.nullable(),
  /** Where it came in by the order form: how its buyer gets it, and what they wrote, for as long as that is kept. */
  form: z
    .object({ delivery: FormDelivery, deliveryFee: AmountPaid.nullable(), address: z.string().nullable(), note: z.string().nullable() })
    .nullable(),
  /** The columns of its export that Kicau has no use for, as they stood there; personal ones are dropped. */
  extra: z.record(z.string(), z.string()),
})
export type OrderOpened = z.infer<typeof OrderOpened>

/** An amount as a number in the smallest unit, or as someone wrote it: `1.250`, `Rp75rb`. */
const AmountAsGiven = z.union([z.number(), z.string().max(40)])
/** An instant, or a day in the shop's zone. */
const When = z.union([Instant, Day])
const Note = z.string().trim().max(500)
const BuyerName = z.string().trim().max(80)
/** With or without its `@`. */
const Creator = z.string().trim().max(80)
const Lines = z.array(z.object({ product: Id, quantity: z.int().min(1).max(9999) })).max(50)

export const NoteOrder = z.object({
  amount: AmountAsGiven,
  /** It was paid in; the shop's own unless said. */
  currency: Money.optional(),
  /** Now, unless said. */
  orderedAt: When.optional(),
  salesPlace: SalesPlace.optional(),
  foundUs: FoundUs.optional(),
  /** As it was typed, or the buyer's whole message that carries it. */
  code: z.string().trim().max(200).optional(),
  phone: z.string().trim().max(40).optional(),
  buyerName: BuyerName.optional(),
  creator: Creator.optional(),
  lines: Lines.optional(),
  /** Only where the owner knows better than the products' costs. */
  margin: AmountAsGiven.nullable().optional(),
  state: OrderState.optional(),
  note: Note.optional(),
})
export type NoteOrder = z.infer<typeof NoteOrder>

/** Only the fields that are sent change; `null` takes something away. */
export const ChangeOrder = z.object({
  amount: AmountAsGiven.optional(),
  /** Of the amount: it changes with it, never alone. */
  currency: Money.optional(),
  orderedAt: When.optional(),
  salesPlace: SalesPlace.optional(),
  state: OrderState.optional(),
  returnCost: AmountAsGiven.nullable().optional(),
  foundUs: FoundUs.optional(),
  code: z.string().trim().max(200).nullable().optional(),
  phone: z.string().trim().max(40).nullable().optional(),
  buyerName: BuyerName.nullable().optional(),
  creator: Creator.nullable().optional(),
  lines: Lines.optional(),
  margin: AmountAsGiven.nullable().optional(),
  note: Note.nullable().optional(),
}).refine(({ currency, amount }) => currency === undefined || amount !== undefined, { path: ['amount'] })
export type ChangeOrder = z.infer<typeof ChangeOrder>

/** What it cost that orders failed at the door: of these, or of all of which nobody said so. Null takes it back. */
export const SayReturnCosts = z.object({ amount: AmountAsGiven.nullable(), orders: z.array(Id).max(1000).optional() })
export type SayReturnCosts = z.infer<typeof SayReturnCosts>

export const OrdersQuery = PageQuery.extend({
  month: Month.optional(),
  search: z.string().trim().max(100).optional(),
  foundUs: z.enum(foundUsAnswers).optional(),
  salesPlace: SalesPlace.optional(),
  state: OrderState.optional(),
  channel: Channel.optional(),
  /** Of orders that count: `missing`, nobody knows it; `usual`, it is estimated. */
  margin: z.enum(['missing', 'usual']).optional(),
  /** `missing`: paid in another currency, and no rate is known for its day. */
  rate: z.enum(['missing']).optional(),
})

/** A month of orders at a glance. Orders that were cancelled or came back are counted apart and are in no sum. */
export const OrdersSummary = z.object({
  month: Month,
  orders: z.int(),
  /** Of the orders whose amount is known: what was paid in another currency without a rate is in no sum. */
  amount: AmountPaid,
  /** That: by currency, as it was paid. */
  withoutRate: z.array(z.object({ currency: Money, orders: z.int(), amount: AmountPaid })),
  /** Of the orders whose margin is known. */
  margin: Amount,
  marginKnown: z.int(),
  /** Of these, how many are estimated by the usual margin. */
  marginEstimated: z.int(),
  /** Orders that still wait for a found-us answer. */
  missing: z.int(),
  cancelled: z.int(),
  returned: z.int(),
  codFailed: z.int(),
  /** By what the buyer said, else by what was tracked; null where neither is known. */
  byChannel: z.array(z.object({ channel: Channel.nullable(), orders: z.int(), amount: AmountPaid })),
  bySalesPlace: z.array(z.object({ salesPlace: SalesPlace, orders: z.int(), amount: AmountPaid })),
  byDay: z.array(z.object({ day: Day, orders: z.int(), amount: AmountPaid })),
})
export type OrdersSummary = z.infer<typeof OrdersSummary>

export const ProductCost = z.object({
  /** From this day of the shop on, until the next cost; null: since ever. */
  from: Day.nullable(),
  /** What one piece costs the shop, goods and packing together. */
  cost: AmountPaid,
})
export type ProductCost = z.infer<typeof ProductCost>

export const Product = z.object({
  id: Id,
  name: z.string(),
  sku: z.string().nullable(),
  price: AmountPaid.nullable(),
  /** What one piece costs now; null: nobody said. */
  cost: AmountPaid.nullable(),
  costs: z.array(ProductCost),
  archived: z.boolean(),
  lastSoldAt: Instant.nullable(),
})
export type Product = z.infer<typeof Product>

const ProductName = z.string().trim().min(1).max(120)
const Sku = z.string().trim().max(80)

export const AddProduct = z.object({
  name: ProductName,
  sku: Sku.optional(),
  price: AmountAsGiven.nullable().optional(),
  cost: AmountAsGiven.nullable().optional(),
})
export type AddProduct = z.infer<typeof AddProduct>

export const ChangeProduct = z.object({
  name: ProductName.optional(),
  sku: Sku.nullable().optional(),
  price: AmountAsGiven.nullable().optional(),
  /** The first cost holds for all earlier orders too; a later one from `from`, or from today. */
  cost: z.object({ cost: AmountAsGiven, from: Day.nullable().optional() }).optional(),
  archived: z.boolean().optional(),
})
export type ChangeProduct = z.infer<typeof ChangeProduct>

export const shopRoutes = {
  noteOrder: route({
    method: 'POST',
    path: '/api/shops/:shop/orders',
    who: 'member',
    summary: 'Notes an order: the ten-second entry.',
    params: ShopParams,
    body: NoteOrder,
    answer: Order,
  }),
  orders: route({
    method: 'GET',
    path: '/api/shops/:shop/orders',
    who: 'member',
    summary: 'Orders, the latest first.',
    params: ShopParams,
    query: OrdersQuery,
    answer: page(Order),
  }),
  ordersSummary: route({
    method: 'GET',
    path: '/api/shops/:shop/orders/summary',
    who: 'member',
    summary: 'What was sold in a month, and through what.',
    params: ShopParams,
    query: z.object({ month: Month.optional() }),
    answer: OrdersSummary,
  }),
  ordersFile: route({
    method: 'GET',
    path: '/api/shops/:shop/orders/file',
    who: 'member',
    summary: 'Orders as CSV, of one month or all.',
    params: ShopParams,
    query: z.object({ month: Month.optional() }),
    answer: z.string(),
  }),
  order: route({
    method: 'GET',
    path: '/api/shops/:shop/orders/:id',
    who: 'member',
    summary: 'One order.',
    params: ShopThingParams,
    answer: OrderOpened,
  }),
  changeOrder: route({
    method: 'PATCH',
    path: '/api/shops/:shop/orders/:id',
    who: 'member',
    summary: 'Changes an order: only the fields that are sent.',
    params: ShopThingParams,
    body: ChangeOrder,
    answer: OrderOpened,
  }),
  undoOrder: route({
    method: 'POST',
    path: '/api/shops/:shop/orders/:id/undo',
    who: 'member',
    summary: 'Takes a noted order back; it can be restored.',
    params: ShopThingParams,
    answer: noContent,
  }),
  restoreOrder: route({
    method: 'POST',
    path: '/api/shops/:shop/orders/:id/restore',
    who: 'member',
    summary: 'Brings an order back that was taken back.',
    params: ShopThingParams,
    answer: OrderOpened,
  }),
  sayReturnCosts: route({
    method: 'POST',
    path: '/api/shops/:shop/orders/return-costs',
    who: 'member',
    summary: 'Says what it cost that orders failed at the door, of many at once; answers of which.',
    params: ShopParams,
    body: SayReturnCosts,
    answer: z.object({ orders: z.array(Id) }),
  }),
  products: route({
    method: 'GET',
    path: '/api/shops/:shop/products',
    who: 'member',
    summary: 'What the shop sells, the most recently sold first.',
    params: ShopParams,
    query: z.object({ archived: z.enum(['true', 'false']).optional() }),
    answer: z.array(Product),
  }),
  addProduct: route({
    method: 'POST',
    path: '/api/shops/:shop/products',
    who: 'member',
    summary: 'Adds a product.',
    params: ShopParams,
    body: AddProduct,
    answer: Product,
  }),
  changeProduct: route({
    method: 'PATCH',
    path: '/api/shops/:shop/products/:id',
    who: 'member',
    summary: 'Changes a product: only the fields that are sent.',
    params: ShopThingParams,
    body: ChangeProduct,
    answer: Product,
  }),
}
