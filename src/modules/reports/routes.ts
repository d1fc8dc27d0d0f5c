import type { FastifyReply } from 'fastify'
import type { Kysely } from 'kysely'
import { reportsRoutes as contract, type Period, type Report, type ReportFormat, type ReportKind } from '#contract/reports.ts'
import type { Language } from '#contract/values.ts'
import { worthUnseen } from '#modules/payback'
import { acrossShops } from '#modules/workspace'
import type { Clock } from '#platform/clock'
import { serve, servePublic, type Served } from '#platform/http'
import { isRefusal, refuse } from '#platform/refusal'
import type { Scopes } from '#platform/scope'
import { revokeShare } from './commands/revoke-share.ts'
import { sendAgain } from './commands/send-again.ts'
import { shareReport } from './commands/share-report.ts'
import { subscribeToSeveral } from './commands/subscribe-to-several.ts'
import { subscribe } from './commands/subscribe.ts'
import { pdfOf } from './forms/pdf.ts'
import { csvOf, workbookOf } from './forms/sheet.ts'
import { reportOfShops } from './queries/report-of-shops.ts'
import { reportRows } from './queries/report-rows.ts'
import { report } from './queries/report.ts'
import { severalSubscriptions } from './queries/several-subscriptions.ts'
import { shares } from './queries/shares.ts'
import { subscriptions } from './queries/subscriptions.ts'

export interface ReportsRoutesNeeds {
  db: Kysely<{}>
  scopes: Scopes
  clock: Clock
  /** Whether a mail server is set. */
  mail: { readonly works: boolean }
  publicUrl: string | null
}

export const reportsRoutes = (needs: ReportsRoutesNeeds): Served[] => [
  serve(contract.report, ({ scope, params, query, language }) => report(scope, { kind: params.kind, period: query.period, language })),
  servePublic(contract.reportFile, async ({ scope, params, query, language, reply }) => {
    const written = await report(scope, { kind: params.kind, period: query.period, language })
    return isRefusal(written) ? written : sendFile(reply, written, params.format)
  }),
  serve(contract.reportOfShops, ({ login, query, language }) => ofShops(needs, login.id, query, language)),
  servePublic(contract.reportOfShopsFile, async ({ login, params, query, language, reply }) => {
    const written = await ofShops(needs, login.id, query, language)
    return isRefusal(written) ? written : sendFile(reply, written, params.format)
  }),
  serve(contract.reportSubscriptions, ({ scope, login, role, language }) => subscriptions(scope, { loginId: login.id, owner: role === 'owner', language }, needs.mail.works)),
  serve(contract.subscribe, async ({ scope, login, role, language, body }) => {
    const by = { loginId: login.id, owner: role === 'owner' }
    return (await subscribe(scope, by, body)) ?? subscriptions(scope, { ...by, language }, needs.mail.works)
  }),
  serve(contract.sendAgain, async ({ scope, login, role, language, params, body }) => {
    const by = { loginId: login.id, owner: role === 'owner' }
    return (await sendAgain(scope, by, { subscriptionId: params.id, period: body.period })) ?? subscriptions(scope, { ...by, language }, needs.mail.works)
  }),
  serve(contract.severalSubscriptions, ({ login, language }) => severalSubscriptions(needs, { loginId: login.id, language, mail: needs.mail.works })),
  serve(contract.subscribeToSeveral, async ({ scope, login, language, body }) => {
    return (await subscribeToSeveral(scope, needs, { loginId: login.id, ...body })) ?? severalSubscriptions({ ...needs, db: scope.db }, { loginId: login.id, language, mail: needs.mail.works })
  }),
  serve(contract.shareSeveral, async ({ scope, login, body: { shops, ...body } }) => {
    const owned = (await acrossShops.shopsOfLogin(scope.db, login.id)).filter(({ id, role, demo }) => role === 'owner' && !demo && shops.includes(id))
    return owned.length === 0 ? refuse('reports.shops-not-yours', { where: 'shops' }) : shareReport(scope, { publicUrl: needs.publicUrl, loginId: login.id }, { ...body, shops: owned.map(({ id }) => id) })
  }),
  serve(contract.reportRows, async ({ query: { period, channel, ...query }, ...call }) => {
    const rows = await reportRows(call.scope, { kind: call.params.kind, period, of: channel, ...query })
    return isRefusal(rows) ? rows : worthUnseen(call, rows)
  }),
  serve(contract.reportShares, ({ scope, language }) => shares(scope, language)),
  serve(contract.shareReport, ({ scope, login, body }) => shareReport(scope, { publicUrl: needs.publicUrl, loginId: login.id }, body)),
  serve(contract.revokeShare, ({ scope, params }) => revokeShare(scope, params.id)),
]

/** Only shops of the login's own: an id that is not among them is passed over, as if it did not exist. */
async function ofShops(needs: ReportsRoutesNeeds, loginId: string, query: { kind: ReportKind; period?: Period | undefined; shops?: string | undefined }, language: Language) {
  const own = await acrossShops.shopsOfLogin(needs.db, loginId)
  const chosen = query.shops?.split(',')
  return reportOfShops(needs, { kind: query.kind, period: query.period, language, shops: chosen ? own.filter(({ id }) => chosen.includes(id)) : own })
}

const types: Record<ReportFormat, string> = {
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

async function sendFile(reply: FastifyReply, report: Report, format: ReportFormat): Promise<FastifyReply> {
  const body = format === 'pdf' ? await pdfOf(report) : format === 'xlsx' ? Buffer.from(workbookOf(report)) : csvOf(report)
  return reply.header('content-disposition', `attachment; filename="kicau-${report.kind}-${report.period}.${format}"`).header('cache-control', 'private, no-store').type(types[format]).send(body)
}
