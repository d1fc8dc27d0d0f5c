import { attribution } from './queries/attribution.ts'
import { bestChances } from './queries/best-chances.ts'
import { bookDue } from './queries/book-due.ts'
import { readAhead } from './queries/read-ahead.ts'
import { paybackMonth } from './queries/payback-month.ts'
import { paybackMonths } from './queries/payback-months.ts'
import { paybackRows } from './queries/payback-rows.ts'
import { paybackSpan, paybackSpanRows } from './queries/payback-span.ts'

/** Payback only reads: it has no commands. */
export const queries = { bookDue, paybackMonths, paybackMonth, paybackRows, paybackSpan, paybackSpanRows, attribution, bestChances, readAhead }

export { paybackErrors } from './errors.ts'
export { paybackRoutes } from './routes.ts'
export type { SpanRowsAsked } from './queries/payback-span.ts'
export { worthUnseen } from './worth-unseen.ts'
export type { Change, Changes, Days, PaybackSpan, SpanChannel, SpanLine, SpanMonth } from './model/span-report.ts'
/** For who measures how fast it is. */
export { bootstrap } from './model/attribution/bootstrap.ts'
export type { Journeys } from './model/attribution/journeys.ts'
export { creditsBy } from './model/attribution/models.ts'
export { randomOf, type Random } from './model/random.ts'
