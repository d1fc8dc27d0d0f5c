import { paybackMonth } from './queries/payback-month.ts'
import { paybackMonths } from './queries/payback-months.ts'
import { paybackRows } from './queries/payback-rows.ts'
import { paybackSpan } from './queries/payback-span.ts'

/** Payback only reads: it has no commands. */
export const queries = { paybackMonths, paybackMonth, paybackRows, paybackSpan }

export { paybackErrors } from './errors.ts'
export { paybackRoutes } from './routes.ts'
export type { Change, Days, PaybackSpan, SpanChannel, SpanLine, SpanMonth } from './model/span-report.ts'
