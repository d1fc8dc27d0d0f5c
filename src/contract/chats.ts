import { z } from 'zod'
import { Channel } from './channels.ts'
import { NoteLead } from './leads.ts'
import { route } from './route.ts'
import { NoteOrder } from './shop.ts'
import { AmountPaid, Day, Id, Instant, Money, ShopParams } from './values.ts'

/** What one conversation of a chat probably was. Nothing of it is kept unless its owner takes it. */
export const ChatFinding = z.object({
  /** Known again when the same chat is read again. */
  line: z.string(),
  kind: z.enum(['order', 'lead']),
  at: Instant,
  /** The shop's day of it. */
  day: Day,
  /** The message that shows it, as it was written. */
  text: z.string(),
  buyer: z.object({ name: z.string().nullable(), phone: z.string().nullable() }),
  amount: AmountPaid.nullable(),
  /** It was named in, where that is another than the shop's. */
  currency: Money.nullable(),
  /** Somebody wrote that it was paid. */
  paid: z.boolean(),
  products: z.array(z.object({ product: Id, name: z.string(), quantity: z.int() })),
  /** The code of the first message, and what it stood for then. */
  code: z.string().nullable(),
  channel: Channel.nullable(),
  /** It was taken or left before. */
  settled: z.boolean(),
})
export type ChatFinding = z.infer<typeof ChatFinding>

export const ChatRead = z.object({
  /** Who writes in it. */
  senders: z.array(z.object({ name: z.string(), messages: z.int() })),
  /** Whose messages are the shop's; null where that must be said first. */
  me: z.string().nullable(),
  from: Day,
  to: Day,
  findings: z.array(ChatFinding),
  /** Beyond the 200 that are shown. */
  more: z.int(),
})
export type ChatRead = z.infer<typeof ChatRead>

/** Neither: it was no order and no lead. */
export const SettleChatLine = z.object({ line: z.string().regex(/^[0-9a-f]{64}$/), order: NoteOrder.optional(), lead: NoteLead.optional() })
export type SettleChatLine = z.infer<typeof SettleChatLine>

export const chatsRoutes = {
  readChat: route({
    method: 'POST',
    path: '/api/shops/:shop/chats',
    who: 'member',
    summary: 'Reads a chat that was exported from WhatsApp (.txt, .zip) and says what in it looks like orders; keeps nothing of it.',
    params: ShopParams,
    answer: ChatRead,
    upload: true,
  }),
  settleChatLine: route({
    method: 'POST',
    path: '/api/shops/:shop/chats/lines',
    who: 'member',
    summary: 'Takes a finding of a chat as an order or a lead, or leaves it; it is not proposed again.',
    params: ShopParams,
    body: SettleChatLine,
    answer: z.object({ order: Id.nullable(), lead: Id.nullable() }),
  }),
}
