import { GOAL_LEADS_A_DAY, LEAD_GOAL } from '#contract/leads.ts'
import { queries as analytics } from '#modules/analytics'
import { queries as workspace } from '#modules/workspace'
import { addDays, dayIn, startOfDay } from '#platform/clock'
import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** So far back goals are looked for: as long as the desk may have been down. */
const BACK_DAYS = 7
/** A statement takes 65,535 values. */
const ROWS_A_PIECE = 1_000

/**
 * Notes as leads who reached the goal `lead` on the shop's sites, each once a day, of a day and site the first
 * `GOAL_LEADS_A_DAY`; again, it notes nothing twice. Answers how many were beyond that and are not noted.
 */
export async function noteGoalLeads(scope: WriteScope): Promise<{ beyond: number }> {
  const now = scope.clock.now()
  const { zone } = await workspace.shopProfile(scope)
  // Whole days: the first of a day would else be others at every turn.
  const from = startOfDay(zone, addDays(dayIn(zone, now), -BACK_DAYS))
  const reached = await analytics.goalsReached(scope, { from, to: now }, { name: LEAD_GOAL, zone, most: GOAL_LEADS_A_DAY })
  const leads = reached.map(({ siteId, day, person, reachedAt, channel }) => ({
    workspaceId: scope.workspaceId,
    leadId: newId(reachedAt),
    askedAt: new Date(reachedAt),
    // "Direct" is not knowing.
    channel: channel === 'direct' ? null : channel,
    goal: `${siteId} ${day} ${person}`,
    notedAt: now,
  }))
  for (let at = 0; at < leads.length; at += ROWS_A_PIECE) {
    const noted = await tables(scope)
      .insertInto('shopLeads')
      .values(leads.slice(at, at + ROWS_A_PIECE))
      .onConflict((conflict) => conflict.columns(['workspaceId', 'goal']).doNothing())
      .returning('leadId')
      .execute()
    for (const { leadId } of noted) await scope.announce({ type: 'LeadChanged', leadId })
  }
  const ofDays = new Map(reached.map(({ siteId, day, ofDay }) => [`${siteId} ${day}`, ofDay]))
  return { beyond: [...ofDays.values()].reduce((sum, ofDay) => sum + Math.max(0, ofDay - GOAL_LEADS_A_DAY), 0) }
}
