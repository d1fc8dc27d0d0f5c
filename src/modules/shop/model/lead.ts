import { LEAD_DAYS, type LeadState } from '#contract/leads.ts'

export interface LeadStanding {
  askedAt: Date
  lostAt: Date | null
  /** The order it became; null for none, or one that was taken back. */
  order: { state: string } | null
}

/** An order that was cancelled or came back earned nothing: its lead is not won. */
export function leadState({ askedAt, lostAt, order }: LeadStanding, now: Date): LeadState {
  if (order) return order.state === 'placed' || order.state === 'done' ? 'won' : 'lost'
  if (lostAt) return 'lost'
  return askedAt >= stillOpenSince(now) ? 'open' : 'quiet'
}

/** What was asked before has gone quiet. */
export const stillOpenSince = (now: Date): Date => new Date(now.getTime() - LEAD_DAYS * 86_400_000)
