import { attributionRoutes } from '#contract/attribution.ts'
import { paybackRoutes as contract } from '#contract/payback.ts'
import { ledgerRoutes } from '#contract/ledger.ts'
import { serve, type Served } from '#platform/http'
import { attribution } from './queries/attribution.ts'
import { book } from './queries/book.ts'
import { paybackMonth } from './queries/payback-month.ts'
import { paybackMonths } from './queries/payback-months.ts'
import { paybackRows } from './queries/payback-rows.ts'

export const paybackRoutes = (): Served[] => [
  serve(contract.paybackMonths, ({ scope }) => paybackMonths(scope)),
  serve(contract.paybackMonth, ({ scope, params }) => paybackMonth(scope, params.month)),
  serve(contract.paybackRows, ({ scope, params, query: { channel, ...query } }) => paybackRows(scope, { month: params.month, of: channel, ...query })),
  serve(attributionRoutes.attribution, ({ scope, params }) => attribution(scope, params.month)),
  serve(ledgerRoutes.book, ({ scope }) => book(scope)),
]
