import { Readable } from 'node:stream'
import { visitQuestionRoutes as contract } from '#contract/visit-questions.ts'
import { serve, servePublic, type Served } from '#platform/http'
import { textsIn } from '#platform/i18n'
import { isRefusal } from '#platform/refusal'
import { answerBy, answerFunnel, answerJourneys, answerPeriod, answerRetention } from './answers.ts'
import { removeSegment } from './commands/remove-segment.ts'
import { saveSegment } from './commands/save-segment.ts'
import { namesIn, soughtIn, unknownIn, type NamesNeeds } from './names.ts'
import { askedOf, inPeriod, periodOf } from './period.ts'
import { segments } from './queries/segments.ts'
import { visitsFile } from './queries/visits-file.ts'
import { visitsTold } from './queries/visits-told.ts'

export const questionRoutes = (needs: NamesNeeds): Served[] => [
  serve(contract.visitsOfPeriod, ({ scope, query }) => answerPeriod(scope, query)),
  serve(contract.visitsTold, ({ scope, query }) => inPeriod(scope, query, (period) => visitsTold(scope, askedOf(period, query), query))),
  serve(contract.visitsBy, async ({ scope, params, query, language }) =>
    answerBy(scope, params.dimension, query, query.search ? await soughtIn(scope, params.dimension, query.search, language, needs) : undefined),
  ),
  servePublic(contract.visitsFile, async ({ scope, params, query, language, reply }) => {
    const period = await periodOf(scope, query)
    if (isRefusal(period)) return period
    const { dimension } = params
    const sought = query.search ? await soughtIn(scope, dimension, query.search, language, needs) : undefined
    const known = await namesIn(scope, dimension, language, needs)
    const unknown = unknownIn(dimension, textsIn(language))
    const nameOf = known && ((value: string) => (value === '' ? unknown : (known(value) ?? value)))
    return reply
      .header('content-disposition', `attachment; filename="kicau-${dimension}-${period.from}-${period.to}.csv"`)
      .type('text/csv; charset=utf-8')
      .send(Readable.from(visitsFile(scope, askedOf(period, query), dimension, language, { sought, nameOf })))
  }),
  serve(contract.visitFunnel, ({ scope, query }) => answerFunnel(scope, query)),
  serve(contract.visitJourneys, ({ scope, query }) => answerJourneys(scope, query)),
  serve(contract.visitRetention, ({ scope, query }) => answerRetention(scope, query)),
  serve(contract.segments, ({ scope }) => segments(scope)),
  serve(contract.saveSegment, ({ scope, body }) => saveSegment(scope, body)),
  serve(contract.removeSegment, ({ scope, params }) => removeSegment(scope, params.id)),
]
