import type { Channel, SalesPlace } from '#contract/channels.ts'
import type { OrderState, TrackedBy } from '#contract/shop.ts'

// What the ledger is written from, as the other modules' front doors answer it; `month` is the shop's own.

export interface OrderEntry {
  id: string
  month: string
  /** Milliseconds since 1970: thousands of instants are written out much faster as numbers. */
  orderedAt: number
  /** Null: paid in another currency, and no rate is known for its day. */
  amount: number | null
  /** What is left after goods and packing; null is unknown, and never 100%. */
  margin: number | null
  /** By the shop's usual margin; months that were closed before there was one have none. */
  estimated?: boolean
  state: OrderState
  /** What it cost that the goods came back, where the owner said so. */
  cameBack?: { cost: number; day: string }
  salesPlace: SalesPlace
  said: Channel | null
  /** Asked and answered, also with "can't say". */
  answered: boolean
  tracked: { channel: Channel; by: TrackedBy; postId?: string } | null
  /** Equal for orders of one buyer; null where the buyer is not known. */
  buyerKey: string | null
  firstOfBuyer: boolean
}

export interface MinutesEntry {
  id: string
  memberId: string
  channel: Channel | null
  activity: string
  day: string
  minutes: number
  footing: 'timer' | 'drafted' | 'evening' | 'guess'
  /** The truth is believed to lie within minutes ± this. */
  spreadMinutes: number
}

export interface CostEntry {
  id: string
  channel: Channel | null
  kind: 'ads' | 'tool' | 'fee' | 'reward' | 'other'
  day: string
  amount: number
  note: string | null
  /** What was given for a recommendation, and to whom; months closed before there were any have none. */
  reward?: { given: 'discount' | 'goods' | 'money'; person: string } | null
}

/** Visits of a site on a day that earn of themselves. */
export interface TrafficEntry {
  siteId: string
  /** Its name. */
  site: string
  channel: Channel
  day: string
  visits: number
  /** What a thousand of them earn. */
  perThousand: number
}

/** What an hour of a member is worth from a day on, until the member's next. */
export interface WorthEntry {
  memberId: string
  from: string
  hourly: number
}

export interface Entries {
  orders: readonly OrderEntry[]
  minutes: readonly MinutesEntry[]
  costs: readonly CostEntry[]
  traffic?: readonly TrafficEntry[]
  worths: readonly WorthEntry[]
  members: readonly { id: string; name: string }[]
}
