import { queries as workspace } from '#modules/workspace'
import { hourIn } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { minutesAfter } from '../model.ts'
import type { StoredEntry } from './running-timer.ts'
import { cutDrafts, takenSpans } from './spans.ts'

export type NoLength = Refusal<'effort.minutes-overlap' | 'effort.longer-than-possible'>

/**
 * Gives a span another length: it keeps its beginning. Drafts make room; what was timed or kept does not, since a
 * minute counts once. `latest`: the instant it cannot have gone beyond.
 */
export async function endAfter(scope: WriteScope, entry: StoredEntry, minutes: number, latest: Date): Promise<Date | NoLength> {
  const start = entry.startedAt!
  const wanted = minutesAfter(start, minutes)
  // Minutes are rounded: up to half of one may stand beyond the latest instant.
  const end = wanted > latest && wanted <= minutesAfter(latest, 0.5) ? latest : wanted
  if (end > latest)
    return refuse('effort.longer-than-possible', {
      where: 'minutes',
      values: { most: Math.floor((latest.getTime() - start.getTime()) / 60_000) },
    })

  const others = (await takenSpans(scope, entry.memberId, { start, end })).filter((taken) => taken.entryId !== entry.entryId)
  const inTheWay = others.find((taken) => taken.state === 'kept')
  if (inTheWay) {
    const { zone } = await workspace.shopProfile(scope)
    const values = { from: hourIn(zone, inTheWay.start), to: hourIn(zone, inTheWay.end) }
    return refuse('effort.minutes-overlap', { where: 'minutes', values })
  }
  if (others.length > 0) await cutDrafts(scope, entry.memberId, { start: entry.endedAt!, end })
  return end
}
