import type { Channel } from '#contract/channels.ts'
import type { FormDelivery } from '#contract/form-delivery.ts'
import type { FormFaultCode } from '#contract/order-form-page.ts'

/** All that the form says, in the visitor's language. */
export interface FormWords {
  title: string
  language: string
  hours: string | null
  choose: string
  prices: Record<string, string>
  reckon: string
  goods: string
  deliveryFee: string
  total: string
  feeLater: string
  you: string
  name: string
  phone: string
  optional: string
  getting: string
  deliveries: Record<FormDelivery, string>
  address: string
  addressHint: string
  note: string
  consent: string
  found: string
  foundHint: string
  unsure: string
  who: string
  send: string
  sendNote: string
  trap: string
  closedTitle: string
  closed: string | null
  toShop: string
  footer: string
  wrongTitle: string
  kept: string
  changedTitle: string
  changedText: string
  beforeTitle: string
  channels: Record<Channel, string>
  longest: { name: number; phone: number; address: number; note: number; who: number }
  mostPieces: number
}

/** What came back of a form that was not sent on. */
export interface Again {
  faults: { code: FormFaultCode; text: string; products: string[] }[]
  changes: string[]
  sum: { goods: string; delivery: string | null; total: string } | null
}
