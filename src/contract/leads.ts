import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { Amount, AmountPaid, Day, Id, Instant, Money, noContent, ShopParams, ShopThingParams } from './values.ts'

/** So many days after it was asked an open lead is expected to bring nothing any more. */
export const LEAD_DAYS = 30
/** The goal of a shop's site that is a lead: `kicau('goal', 'lead')`. */
export const LEAD_GOAL = 'lead'
/** So many leads a day and site are noted by the goal: beyond that it is a goal set wrong, or a flood. */
export const GOAL_LEADS_A_DAY = 200

/** `won`: it became an order that stands. `quiet`: open for longer than `LEAD_DAYS`. */
export const leadStates = ['open', 'won', 'lost', 'quiet'] as const
export const LeadState = z.enum(leadStates)
export type LeadState = z.infer<typeof LeadState>

const Note = z.string().trim().max(200)
const Who = z.string().trim().max(80)

export const Lead = z.object({
  id: Id,
  askedAt: Instant,
  channel: Channel.nullable(),
  /** Who told them of the shop. */
  who: z.string().nullable(),
  note: z.string(),
  /** What it would come to in the shop's own currency, where that is known: by the rate of the day, where it was told in another. */
  amount: AmountPaid.nullable(),
  /** As it was told, where that was in another currency. */
  original: z.object({ currency: Money, amount: AmountPaid }).nullable(),
  state: LeadState,
  by: z.enum(['hand', 'goal']),
  orderId: Id.nullable(),
})
export type Lead = z.infer<typeof Lead>

/** Chance × margin of open leads, with the range that 90 of 100 draws fall in. Null while no order's margin is known. */
export const Expected = z.object({ open: z.int(), amount: Amount.nullable(), low: Amount.nullable(), high: Amount.nullable() })
export type Expected = z.infer<typeof Expected>

/** By the shop's own leads that were asked more than `LEAD_DAYS` ago, beside a prior that weighs as much as `prior.of` of them. */
export const LeadChance = z.object({ value: z.number(), low: z.number(), high: z.number(), won: z.int(), of: z.int(), prior: z.object({ won: z.int(), of: z.int() }) })
export type LeadChance = z.infer<typeof LeadChance>

export const Leads = z.object({
  days: z.int(),
  chance: LeadChance,
  expected: Expected,
  /** Open ones first, then the newest; at most 200. With who asked, and the number in E.164 to write to, where they are known; the number of open ones alone. */
  leads: z.array(Lead.extend({ expected: Amount.nullable(), name: z.string().nullable(), phone: z.string().nullable() })),
})
export type Leads = z.infer<typeof Leads>

export const NoteLead = z.object({
  askedAt: Day.optional(),
  channel: Channel.nullable().default(null),
  who: Who.default(''),
  /** As it was typed, or the whole message that carries it. */
  code: z.string().trim().max(200).optional(),
  phone: z.string().trim().max(40).optional(),
  /** Of who asked. */
  name: z.string().trim().max(80).optional(),
  note: Note.default(''),
  amount: AmountPaid.min(1).nullable().default(null),
  /** Of the amount; the shop's own unless said. */
  currency: Money.optional(),
})
export type NoteLead = z.infer<typeof NoteLead>

const leads = '/api/shops/:shop/leads'

export const leadsRoutes = {
  leads: route({
    method: 'GET',
    path: '/api/shops/:shop/payback/leads',
    who: 'member',
    summary: 'Who asked and has not bought yet, and what may come of it.',
    params: ShopParams,
    answer: Leads,
  }),
  noteLead: route({
    method: 'POST',
    path: leads,
    who: 'member',
    summary: 'Notes that somebody asked. Whose number has an open lead already gets no second one.',
    params: ShopParams,
    body: NoteLead,
    answer: z.object({ id: Id }),
  }),
  winLead: route({
    method: 'POST',
    path: `${leads}/:id/won`,
    who: 'member',
    summary: 'A lead became an order: notes it, with what the lead knows.',
    params: ShopThingParams,
    /** `currency` is the amount's, `margin` in the shop's own. */
    body: z.object({ amount: AmountPaid.min(1), currency: Money.optional(), margin: Amount.nullable().default(null) }),
    answer: z.object({ orderId: Id }),
  }),
  closeLead: route({
    method: 'PATCH',
    path: `${leads}/:id`,
    who: 'member',
    summary: 'Says that nothing came of a lead, or that it is open after all.',
    params: ShopThingParams,
    body: z.object({ lost: z.boolean() }),
    answer: noContent,
  }),
  removeLead: route({
    method: 'DELETE',
    path: `${leads}/:id`,
    who: 'member',
    summary: 'Takes a lead out of every count; it can be restored.',
    params: ShopThingParams,
    answer: noContent,
  }),
  restoreLead: route({
    method: 'POST',
    path: `${leads}/:id/restore`,
    who: 'member',
    summary: 'Brings a removed lead back.',
    params: ShopThingParams,
    answer: noContent,
  }),
}
