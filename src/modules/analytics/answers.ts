import type { z } from 'zod'
import { visitQuestionRoutes as contract } from '#contract/visit-questions.ts'
import type { ReadScope } from '#platform/scope'
import { askedOf, inPeriod, periodBefore } from './period.ts'
import { visitFunnel } from './queries/visit-funnel.ts'
import { visitJourneys } from './queries/visit-journeys.ts'
import { visitRetention } from './queries/visit-retention.ts'
import { visitsBy, type Sought } from './queries/visits-by.ts'
import { visitsOfPeriod } from './queries/visits-of-period.ts'

// What is asked of visits, whoever asks: the desk, or a program by its own address.

type Query<Name extends keyof typeof contract> = z.infer<Extract<(typeof contract)[Name], { query: z.ZodType }>['query']>

export const answerPeriod = (scope: ReadScope, query: Query<'visitsOfPeriod'>) =>
  inPeriod(scope, query, async (period) => {
    const by = period.from === period.to ? 'hour' : 'day'
    const earlier = query.compare && periodBefore(period, query.compare)
    const [now, before] = await Promise.all([
      visitsOfPeriod(scope, askedOf(period, query), by),
      earlier && visitsOfPeriod(scope, askedOf(earlier, query), by),
    ])
    return { ...now, by, before: before && earlier ? { ...before, from: earlier.from, to: earlier.to } : null } as const
  })

export const answerBy = (scope: ReadScope, dimension: Parameters<typeof visitsBy>[2], query: Query<'visitsBy'>, sought?: Sought) =>
  inPeriod(scope, query, (period) => {
    const { limit, skip, compare } = query
    const before = compare && askedOf(periodBefore(period, compare), query)
    return visitsBy(scope, askedOf(period, query), dimension, { sought, limit, skip, before })
  })

export const answerFunnel = (scope: ReadScope, query: Query<'visitFunnel'>) => inPeriod(scope, query, (period) => visitFunnel(scope, askedOf(period, query), query.steps))
export const answerJourneys = (scope: ReadScope, query: Query<'visitJourneys'>) => inPeriod(scope, query, (period) => visitJourneys(scope, askedOf(period, query)))
export const answerRetention = (scope: ReadScope, query: Query<'visitRetention'>) => inPeriod(scope, query, (period) => visitRetention(scope, askedOf(period, query)))
