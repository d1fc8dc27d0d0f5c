import { z } from 'zod'
import { route } from './route.ts'
import { Amount, AmountPaid, Day, Id, noContent, ShopParams, ShopThingParams } from './values.ts'
import { VisitsAsked } from './visit-filters.ts'

/**
 * What a goal is reached by. A `page` that is looked at and one that is read so far (`depth`) are found in what was
 * counted, and so hold for the past too; the others are told by the page when they happen: a click on what says so
 * (`words`), leads there (`link`) or is picked by CSS (`element`), a `form` that is sent, a call of the site's own (`told`).
 */
export const goalKinds = ['page', 'depth', 'words', 'link', 'element', 'form', 'told'] as const
export const GoalKind = z.enum(goalKinds)
export type GoalKind = z.infer<typeof GoalKind>

const GoalName = z.string().trim().min(1).max(80).regex(/^\P{Cc}*$/u)

export const SaveGoal = z.object({
  site: Id,
  /** By which it is counted; what a goal `told` is called there. */
  name: GoalName,
  kind: GoalKind,
  /**
   * Of `page` and `depth` the path, in which `*` stands for anything; the words; a part of the address led to; a CSS
   * selector, of a form '' for any. Nothing of `told`.
   */
  what: z.string().trim().max(300).regex(/^\P{Cc}*$/u).default(''),
  /** Of `depth`: how much of the page, in percent. */
  percent: z.int().min(1).max(100).nullable().default(null),
  /** What it is worth where the site tells no value, in the shop's currency; null where that is not known. */
  worth: AmountPaid.nullable().default(null),
})
export type SaveGoal = z.infer<typeof SaveGoal>

export const Goal = SaveGoal.extend({ id: Id })
export type Goal = z.infer<typeof Goal>

export const GoalReach = Goal.extend({
  /** Who reached it, in so many visits, so often. */
  visitors: z.int(),
  visits: z.int(),
  times: z.int(),
  /** Of the picked visitors of its site, 0 to 1; null where nobody came. */
  share: z.number().nullable(),
  /** What it came to in the shop's currency; null where nothing is known of it. */
  value: Amount.nullable(),
})
export type GoalReach = z.infer<typeof GoalReach>

export const GoalsReached = z.object({ from: Day, to: Day, goals: z.array(GoalReach) })
export type GoalsReached = z.infer<typeof GoalsReached>

export const visitGoalsRoutes = {
  goals: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/goals',
    who: 'member',
    summary: "The goals of the shop's sites, and which part of the picked visitors reached each.",
    params: ShopParams,
    query: VisitsAsked,
    answer: GoalsReached,
  }),
  addGoal: route({
    method: 'POST',
    path: '/api/shops/:shop/visits/goals',
    who: 'owner',
    summary: 'Says what is a goal on a site.',
    params: ShopParams,
    body: SaveGoal,
    answer: Goal,
  }),
  changeGoal: route({
    method: 'PUT',
    path: '/api/shops/:shop/visits/goals/:id',
    who: 'owner',
    summary: 'Says it in another way.',
    params: ShopThingParams,
    body: SaveGoal,
    answer: Goal,
  }),
  removeGoal: route({
    method: 'DELETE',
    path: '/api/shops/:shop/visits/goals/:id',
    who: 'owner',
    summary: 'Forgets a goal. What a site told under its name stays counted.',
    params: ShopThingParams,
    answer: noContent,
  }),
}
