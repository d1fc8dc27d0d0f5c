import { z } from 'zod'
import { Amount, Instant, Money } from './values.ts'

/**
 * What a marketplace takes off an order, or adds to it, by its settlement file. `tax` (PPh 22) and `top-up` (income moved to the
 * balance for ads) are withheld and yet the shop's own: they are told, and lower no margin.
 */
export const settlementKinds = [
  'commission',
  'service',
  'processing',
  'payment',
  'affiliate',
  'campaign',
  'ads',
  'shipping',
  'insurance',
  'voucher',
  'rebate',
  'refund',
  'duty',
  'adjustment',
  'other',
  'tax',
  'top-up',
] as const
export const SettlementKind = z.enum(settlementKinds)
export type SettlementKind = z.infer<typeof SettlementKind>
/** Withheld, and yet the shop's own. */
export const ownKinds = ['tax', 'top-up'] as const satisfies readonly SettlementKind[]

/** What was paid out for one order: goods and parts sum to `paidOut`, where both are told. In the settlement's own currency. */
export const Settlement = z.object({
  currency: Money,
  /** Null: the file does not say. */
  goods: Amount.nullable(),
  /** Below zero what was kept, above what was given; in the order of the list above. */
  parts: z.array(z.object({ kind: SettlementKind, amount: Amount })),
  /** Null where the file names its fees alone. */
  paidOut: Amount.nullable(),
  /** `paidOut`, and with it what was withheld and is the shop's own: what its margin is reckoned from. */
  received: Amount.nullable(),
  /** The last time; null where the file does not say. */
  paidOutAt: Instant.nullable(),
})
export type Settlement = z.infer<typeof Settlement>
