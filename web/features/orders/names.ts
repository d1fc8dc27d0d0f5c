import type { Channel, SalesPlace } from '#contract/channels.ts'
import type { FoundUs, Order, OrderState } from '#contract/shop.ts'
import { amount, amountIn, number } from '$i18n/format.svelte'
import { t } from '$i18n/words.svelte'

export const channelName = (channel: Channel) => t(`channels:${channel}`)
export const placeName = (place: SalesPlace) => t(`shop:places.${place}`)
export const stateName = (state: OrderState) => t(`shop:states.${state}`)

// As the contract lists them; the web takes only types from there.
export const orderStates: readonly OrderState[] = ['placed', 'done', 'cancelled', 'returned', 'cod-failed']
export const salesPlaces: readonly SalesPlace[] = ['chat', 'counter', 'shopee', 'tokopedia', 'tiktok-shop', 'lazada', 'web', 'other']
export const usualPlaces: readonly SalesPlace[] = ['chat', 'counter', 'web']
/** What buyers say most; the others are one tap further. */
export const usualChannels: readonly Channel[] = ['whatsapp', 'word-of-mouth', 'instagram', 'facebook', 'tiktok', 'card', 'counter']
export const otherChannels: readonly Channel[] = [
  'search',
  'marketplace',
  'blog',
  'ads',
  'telegram',
  'youtube',
  'x',
  'threads',
  'line',
  'email',
  'bluesky',
  'mastodon',
  'ai',
  'referral',
  'other',
]

/** What a list of orders shows: all, by the found-us answer, those whose margin is missing or estimated or whose rate is missing, or by state. */
export type Show = 'all' | 'missing' | 'said' | 'margin-missing' | 'margin-usual' | 'rate-missing' | OrderState
export const showOf = (text: string | null): Show =>
  (['missing', 'said', 'margin-missing', 'margin-usual', 'rate-missing', ...orderStates] as const).find((show) => show === text) ?? 'all'
/** What the address of the list asks for. */
export const showAsked = (asked: Pick<URLSearchParams, 'get'>): Show =>
  showOf(asked.get('rate') ? `rate-${asked.get('rate')}` : asked.get('margin') ? `margin-${asked.get('margin')}` : (asked.get('foundUs') ?? asked.get('state')))
/** The same as the list is asked for. */
export const askedBy = (show: Show): { foundUs?: 'missing' | 'said'; margin?: 'missing' | 'usual'; rate?: 'missing'; state?: OrderState } => {
  if (show === 'all') return {}
  if (show === 'margin-missing') return { margin: 'missing' }
  if (show === 'margin-usual') return { margin: 'usual' }
  if (show === 'rate-missing') return { rate: 'missing' }
  return show === 'missing' || show === 'said' ? { foundUs: show } : { state: show }
}

/** The same in no order of ours: whoever reads out a list must not favour its first. */
export function shuffled<T>(list: readonly T[]): T[] {
  const mixed = [...list]
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1))
    ;[mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!]
  }
  return mixed
}

/** What an order is attributed to at a glance: as said, else as tracked. */
export const throughOf = (order: Order): Channel | null =>
  order.foundUs.answer === 'said' ? order.foundUs.channel : (order.tracked?.channel ?? null)

/** Neither cancelled nor come back. */
export const counts = ({ state }: Order) => state === 'placed' || state === 'done'

/** The goods are back with the shop. */
export const cameBack = ({ state }: Order) => state === 'returned' || state === 'cod-failed'

/** An order that still waits for an answer, and whose buyer could give one. */
export const waits = (order: Order) => order.foundUs.answer === 'missing' && order.source === 'entered' && counts(order)

/** Paid in another currency, and no rate is known for its day. */
export const lacksRate = (order: Order) => order.amount === null && counts(order)

/** An order that counts, and of which nobody knows what it left, though its amount is known. */
export const lacksMargin = (order: Order) => order.margin === null && order.amount !== null && counts(order)

/** As it was paid: in the shop's currency, or in another. */
export const paidWords = ({ amount: own, original }: Pick<Order, 'amount' | 'original'>): string => (original ? amountIn(original.amount, original.currency) : amount(own ?? 0))

/** What it came to in the shop's currency; as it was paid where nobody knows that. */
export const amountWords = (order: Pick<Order, 'amount' | 'original'>): string => (order.amount === null ? paidWords(order) : amount(order.amount))

export const foundUsWords = (answer: FoundUs): string =>
  answer.answer === 'said'
    ? [channelName(answer.channel), answer.detail].filter(Boolean).join(' · ')
    : t(`shop:answers.${answer.answer}`)

/** What was sold, in a line: `2 × Sambal Bawang, Rempeyek`. */
export function goodsOf(order: Order, most = 2): string {
  const shown = order.lines.slice(0, most).map((line) => (line.quantity === 1 ? line.name : `${number(line.quantity)} × ${line.name}`))
  const more = order.lines.length - shown.length
  return shown.join(', ') + (more > 0 ? ` +${number(more)}` : '')
}
