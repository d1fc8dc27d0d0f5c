import type { ChannelVisits } from '#contract/analytics.ts'
import { latest } from '#platform/remembered'
import type { ReadScope } from '#platform/scope'
import { VISIT_GAP_SECONDS, type Span } from '../model.ts'
import { hitsVersion } from './hits-version.ts'
import { HIT_KIND, numberOfKind } from './visits-of-hits.ts'
import { IS_CLICK, NEARBY_HITS, spanParams } from './visits.ts'

export interface MonthVisits extends ChannelVisits {
  /** `2026-11`, in the zone asked for. */
  month: string
}

const GAP = VISIT_GAP_SECONDS * 1000
const VIEW = numberOfKind('view')
/** Of hits at the same instant what was looked at comes before what was done there, as in `visitsIn`. */
const ORDER = `(at, ${HIT_KIND})`

/** Of so many shops and spans: some dozen rows each. */
const SPANS = 32
const counted = latest<readonly MonthVisits[]>(SPANS)

/**
 * Visits, opened chats and clicks by month and channel, the oldest month first, in it the channel with most visits. What was not
 * seen has no row. They are the visits of `visitsIn`, counted in one look at the hits, kept or not: to a shop
 * with some thousand hits a month, looking is most of the work. Only of who stayed beyond one visit are the hits put in
 * their order, and parted where a gap lies before one. One that goes on from another of the shop's sites is no visit more.
 *
 * Months that are over are asked about again and again: they are counted anew only where their hits changed. What must be counted is
 * counted `after` that.
 */
export async function visitsByMonth(scope: ReadScope, span: Span, zone: string, after?: Promise<unknown>): Promise<readonly MonthVisits[]> {
  // A store of somebody's own may tell nobody of its parts: refuse to, or show none.
  const version = await hitsVersion(scope, span).catch(() => '')
  const find = async () => {
    await after
    return count(scope, span, zone)
  }
  if (version === '') return find()
  return counted(`${scope.workspaceId} ${span.from.getTime()} ${span.to.getTime()} ${zone}`, version, find)
}

function count(scope: ReadScope, span: Span, zone: string): Promise<MonthVisits[]> {
  return scope.hits.query<MonthVisits>(
    `select formatDateTime(moment.1, '%Y-%m', {zone:String}) as month, moment.2 as channel,
      countIf(moment.3 != 0 and moment.4 = 0) as visits, uniqExactIf(if(moment.4 = 0, moment.3, moment.4), moment.3 != 0) as visitors, sum(moment.5) as whatsappOpened, sum(moment.6) as clicks
    from (
      select
        min(at) as first_at, groupArray(toUnixTimestamp64Milli(at)) as ats, groupArray(${HIT_KIND}) as kinds, groupArray(channel) as channels, groupArray(from_visitor) as from_visitors,
        multiIf(
          visitor = 0 or not has(kinds, ${VIEW}), [],
          dateDiff('millisecond', first_at, max(at)) <= ${GAP}, [(first_at, argMin(channel, ${ORDER}), visitor, argMin(from_visitor, ${ORDER}), 0, 0)],
          arrayMap(
            visit -> (fromUnixTimestamp64Milli(visit[1].1, 'UTC'), visit[1].3, visitor, visit[1].4, 0, 0),
            arrayFilter(
              visit -> arrayExists(hit -> hit.2 = ${VIEW}, visit),
              arraySplit(
                (hit, begins) -> begins,
                arraySort(arrayZip(ats, kinds, channels, from_visitors)) as hits,
                arrayMap((hit, nth) -> nth > 1 and hit.1 > hits[nth - 1].1 + ${GAP}, hits, arrayEnumerate(hits))
              )
            )
          )
        ) as begun,
        groupArrayIf((at, channel, toUInt64(0), toUInt64(0), kind = 'whatsapp-opened', ${IS_CLICK}), kind in ('click', 'whatsapp-opened')) as done
      from analytics_hits where ${NEARBY_HITS} group by visitor
    )
    array join arrayConcat(begun, done) as moment
    where moment.1 >= {from:DateTime64(3, 'UTC')} and moment.1 < {to:DateTime64(3, 'UTC')}
    group by month, channel having visits > 0 or visitors > 0 or whatsappOpened > 0 or clicks > 0 order by month, visits desc, whatsappOpened desc, channel`,
    { ...spanParams(span), zone },
  )
}
