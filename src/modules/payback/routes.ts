import { attributionRoutes } from '#contract/attribution.ts'
import { paybackRoutes as contract } from '#contract/payback.ts'
import { channelPageRoutes } from '#contract/channel-page.ts'
import { ledgerRoutes } from '#contract/ledger.ts'
import { whatIfRoutes } from '#contract/what-if.ts'
import { serve, type Served } from '#platform/http'
import { attribution } from './queries/attribution.ts'
import { book } from './queries/book.ts'
import { channelPage } from './queries/channel-page.ts'
import { paybackMonth } from './queries/payback-month.ts'
import { paybackMonths } from './queries/payback-months.ts'
import { paybackRows } from './queries/payback-rows.ts'
import { whatIf } from './queries/what-if.ts'

export const paybackRoutes = (): Served[] => [
  serve(contract.paybackMonths, ({ scope }) => paybackMonths(scope)),
  serve(contract.paybackMonth, ({ scope, params }) => paybackMonth(scope, params.month)),
  serve(contract.paybackRows, ({ scope, params, query: { channel, ...query } }) => paybackRows(scope, { month: params.month, of: channel, ...query })),
  serve(attributionRoutes.attribution, ({ scope, params }) => attribution(scope, params.month)),
  serve(whatIfRoutes.whatIf, ({ scope, query }) => whatIf(scope, query)),
  serve(channelPageRoutes.channelPage, ({ scope, params, query }) => channelPage(scope, params.channel, query.month)),
  serve(ledgerRoutes.book, ({ scope }) => book(scope)),
]
