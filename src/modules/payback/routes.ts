import { attributionRoutes } from '#contract/attribution.ts'
import { paybackRoutes as contract } from '#contract/payback.ts'
import { channelPageRoutes } from '#contract/channel-page.ts'
import { paybackLinesRoutes } from '#contract/payback-lines.ts'
import { leadsRoutes } from '#contract/leads.ts'
import { ledgerRoutes } from '#contract/ledger.ts'
import { whatIfRoutes } from '#contract/what-if.ts'
import { serve, type Served } from '#platform/http'
import type { Secrets } from '#platform/secrets'
import { attribution } from './queries/attribution.ts'
import { book } from './queries/book.ts'
import { channelPage } from './queries/channel-page.ts'
import { leads } from './queries/leads.ts'
import { paybackLineRows, paybackLines } from './queries/payback-lines.ts'
import { paybackMonth } from './queries/payback-month.ts'
import { paybackMonths } from './queries/payback-months.ts'
import { measureRows, paybackRows } from './queries/payback-rows.ts'
import { whatIf } from './queries/what-if.ts'
import { worthUnseen } from './worth-unseen.ts'

/** Numbers of open leads are opened here. */
export const paybackRoutes = (needs: { secrets: Pick<Secrets, 'open'> }): Served[] => [
  serve(contract.paybackMonths, ({ scope }) => paybackMonths(scope)),
  serve(contract.paybackMonth, async (call) => worthUnseen(call, await paybackMonth(call.scope, call.params.month))),
  serve(contract.paybackRows, async ({ query: { channel, ...query }, ...call }) => worthUnseen(call, await paybackRows(call.scope, { month: call.params.month, of: channel, ...query }))),
  serve(contract.paybackMeasureRows, ({ scope, params, query }) => measureRows(scope, { ...params, ...query })),
  serve(paybackLinesRoutes.paybackLines, async (call) => worthUnseen(call, await paybackLines(call.scope, { ...call.params, ...call.query }))),
  serve(paybackLinesRoutes.paybackLineRows, async (call) => worthUnseen(call, await paybackLineRows(call.scope, { ...call.params, ...call.query }))),
  serve(attributionRoutes.attribution, ({ scope, params }) => attribution(scope, params.month)),
  serve(whatIfRoutes.whatIf, ({ scope, query }) => whatIf(scope, query)),
  serve(channelPageRoutes.channelPage, async (call) => worthUnseen(call, await channelPage(call.scope, call.params.channel, call.query.month))),
  serve(leadsRoutes.leads, ({ scope }) => leads(scope, needs)),
  serve(ledgerRoutes.book, async (call) => worthUnseen(call, await book(call.scope))),
]
