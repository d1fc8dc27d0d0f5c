import type { Channel, SalesPlace } from '#contract/channels.ts'

// What the ledger is written from, as the other modules' front doors answer it; `month` is the shop's own.

export interface OrderEntry {
  id: string
  month: string
  orderedAt: Date
  amount: number
  /** What is left after goods and packing; null is unknown, and never 100%. */
  margin: number | null
  state: string
  salesPlace: SalesPlace
  said: Channel | null
  /** Asked and answered, also with "can't say". */
  answered: boolean
  tracked: { channel: Channel; by: 'code' | 'link' | 'phone'; postId?: string } | null
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
  kind: 'ads' | 'tool' | 'fee' | 'other'
  day: string
  amount: number
  note: string | null
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
  worths: readonly WorthEntry[]
  members: readonly { id: string; name: string }[]
}
