import { paybackMonth } from './queries/payback-month.ts'
import { paybackMonths } from './queries/payback-months.ts'
import { paybackRows } from './queries/payback-rows.ts'

/** Payback only reads: it has no commands. */
export const queries = { paybackMonths, paybackMonth, paybackRows }

export { paybackErrors } from './errors.ts'
export { paybackRoutes } from './routes.ts'
