import type { ReadScope } from '#platform/scope'
import { boxBetween } from '../timebox.ts'
import { timeboxes } from './timeboxes.ts'

/** A member's minutes set aside, from one day to another, both included. */
export type BoxOf = (memberId: string, days: { from: string; to: string }) => number

/** What each member set aside by their own timebox, day by day as it was then; the usual one for who never chose. */
export async function boxes(scope: ReadScope): Promise<BoxOf> {
  const dated = await timeboxes(scope)
  return (memberId, { from, to }) => boxBetween(dated.get(memberId) ?? [], from, to)
}
