import { Readable } from 'node:stream'
import { visitQuestionRoutes as contract } from '#contract/visit-questions.ts'
import { serve, servePublic, type Served } from '#platform/http'
import { isRefusal } from '#platform/refusal'
import { removeSegment } from './commands/remove-segment.ts'
import { saveSegment } from './commands/save-segment.ts'
import { askedOf, inPeriod, periodBefore, periodOf } from './period.ts'
import { segments } from './queries/segments.ts'
import { visitFunnel } from './queries/visit-funnel.ts'
import { visitJourneys } from './queries/visit-journeys.ts'
import { visitRetention } from './queries/visit-retention.ts'
import { visitsBy } from './queries/visits-by.ts'
import { visitsFile } from './queries/visits-file.ts'
import { visitsOfPeriod } from './queries/visits-of-period.ts'
import { visitsTold } from './queries/visits-told.ts'


export const questionRoutes = (): Served[] => [
  serve(contract.visitsOfPeriod, ({ scope, query }) =>
    inPeriod(scope, query, async (period) => {
      const by = period.from === period.to ? 'hour' : 'day'
      const earlier = query.compare && periodBefore(period, query.compare)
      const [now, before] = await Promise.all([
        visitsOfPeriod(scope, askedOf(period, query), by),
        earlier && visitsOfPeriod(scope, askedOf(earlier, query), by),
      ])
      return { ...now, by, before: before && earlier ? { ...before, from: earlier.from, to: earlier.to } : null } as const
    }),
  ),
  serve(contract.visitsTold, ({ scope, query }) => inPeriod(scope, query, (period) => visitsTold(scope, askedOf(period, query), query))),
  serve(contract.visitsBy, ({ scope, params, query }) =>
    inPeriod(scope, query, (period) => {
      const { search, limit, skip, compare } = query
      const before = compare && askedOf(periodBefore(period, compare), query)
      return visitsBy(scope, askedOf(period, query), params.dimension, { search, limit, skip, before })
    }),
  ),
  servePublic(contract.visitsFile, async ({ scope, params, query, language, reply }) => {
    const period = await periodOf(scope, query)
    if (isRefusal(period)) return period
    return reply
      .header('content-disposition', `attachment; filename="kicau-${params.dimension}-${period.from}-${period.to}.csv"`)
      .type('text/csv; charset=utf-8')
      .send(Readable.from(visitsFile(scope, askedOf(period, query), params.dimension, language, query.search)))
  }),
  serve(contract.visitFunnel, ({ scope, query }) => inPeriod(scope, query, (period) => visitFunnel(scope, askedOf(period, query), query.steps))),
  serve(contract.visitJourneys, ({ scope, query }) => inPeriod(scope, query, (period) => visitJourneys(scope, askedOf(period, query)))),
  serve(contract.visitRetention, ({ scope, query }) => inPeriod(scope, query, (period) => visitRetention(scope, askedOf(period, query)))),
  serve(contract.segments, ({ scope }) => segments(scope)),
  serve(contract.saveSegment, ({ scope, body }) => saveSegment(scope, body)),
  serve(contract.removeSegment, ({ scope, params }) => removeSegment(scope, params.id)),
]
