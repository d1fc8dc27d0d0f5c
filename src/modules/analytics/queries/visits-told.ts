import type { VisitsTold, visitsShown, VisitTold } from '#contract/visit-questions.ts'
import type { ReadScope } from '#platform/scope'
import type { Asked } from '../model.ts'
import { countingOf } from './counted-once.ts'
import { askPicked, EXPRESSIONS, pickedVisits } from './picked-visits.ts'
import { numberOfKind } from './visits-of-hits.ts'

const SHOWN: Record<(typeof visitsShown)[number], string> = {
  all: '1',
  reached: 'visit.reached > 0',
  stopped: 'visit.views = 1 and visit.acts = 0',
}
const REACHED = `arrayFilter((name, kind) -> kind in (${(['goal', 'whatsapp-opened', 'order-code'] as const).map(numberOfKind).join(', ')}),
  arrayMap((name, kind) -> multiIf(kind = ${numberOfKind('whatsapp-opened')}, 'whatsapp-opened', kind = ${numberOfKind('order-code')}, 'order-code', name), visit.step_name, visit.step_kind), visit.step_kind)`

interface Row extends Omit<VisitTold, 'at' | 'engagedSeconds'> {
  at: number
  engagedMs: number
}

/** Picked visits one by one, the newest first, and how many there are in all. */
export async function visitsTold(scope: ReadScope, asked: Asked, { of, limit }: { of: (typeof visitsShown)[number]; limit: number }): Promise<Omit<VisitsTold, 'from' | 'to'>> {
  const picked = await pickedVisits(scope, asked)
  const { is, one, reached } = countingOf(asked)
  // What a visit reached may have been reached in any part of it.
  const which = `from ${picked.from} where ${picked.where} and ${SHOWN[of]}${of === 'reached' ? '' : ` and ${is}`}`
  const [[counted], rows] = await Promise.all([
    askPicked<{ visits: number }>(scope, picked, `select ${of === 'reached' ? reached : 'count()'} as visits ${which}`),
    askPicked<Row>(
      scope,
      picked,
      `select
        toUnixTimestamp64Milli(visit.first_at) as at, ${EXPRESSIONS.channel} as channel, ${EXPRESSIONS.source} as source, visit.entry as entry, visit.exit as exit,
        visit.views as views, visit.engaged_ms as engagedMs, ${REACHED} as reached
      ${which} order by visit.first_at desc, visit.visitor limit 1 by ${one} limit {told:UInt32}`,
      { told: limit },
    ),
  ])
  return {
    count: counted!.visits,
    rows: rows.map(({ at, engagedMs, ...row }) => ({ ...row, at: new Date(Number(at)).toISOString(), engagedSeconds: engagedMs === 0 ? null : engagedMs / 1000 })),
  }
}
