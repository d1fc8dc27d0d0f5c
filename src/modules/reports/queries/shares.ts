import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Period, ReportKind, ReportShare, SharedReport } from '#contract/reports.ts'
import type { Language } from '#contract/values.ts'
import { acrossShops, queries as workspace } from '#modules/workspace'
import type { Clock } from '#platform/clock'
import { isRefusal } from '#platform/refusal'
import type { ReadScope, Scopes } from '#platform/scope'
import { tables } from '../tables.ts'
import { writerOf } from '../writing/writer.ts'
import { reportOfShops } from './report-of-shops.ts'
import { report } from './report.ts'

/** Links that still hold, the one that ends first first. */
export async function shares(scope: ReadScope, language: Language): Promise<ReportShare[]> {
  const [{ currency }, rows] = await Promise.all([
    workspace.shopProfile(scope),
    tables(scope)
      .selectFrom('reportsShares')
      .select(['id', 'kind', 'period', 'language', 'shops', 'expiresAt'])
      .where('workspaceId', '=', scope.workspaceId)
      .where('revokedAt', 'is', null)
      .where('expiresAt', '>', scope.clock.now())
      .orderBy('expiresAt')
      .execute(),
  ])
  const { title } = writerOf(language, currency)
  return rows.map((row) => ({ ...row, title: title(row.kind, row.period), shops: row.shops?.length ?? null, expiresAt: row.expiresAt.toISOString() }))
}

/** 128 bits as 22 letters of base64url. */
export const SHARE_TOKEN = /^[\w-]{22}$/
/** Enough for a token that nobody can guess: there is nothing to try. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The report behind a link, written anew; null where the link is none, has ended, or was revoked. */
export async function sharedReport({ db, scopes, clock }: { db: Kysely<{}>; scopes: Scopes; clock: Clock }, token: string): Promise<SharedReport | null> {
  if (!SHARE_TOKEN.test(token)) return null
  const share = await tables({ db })
    .selectFrom('reportsShares')
    .select(['workspaceId', 'kind', 'period', 'language', 'sharedBy', 'shops', 'expiresAt'])
    .where('tokenHash', '=', hashOf(token))
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', clock.now())
    .executeTakeFirst()
  if (!share) return null
  const scope = scopes.reading(share.workspaceId)
  const written = share.shops ? await ofOwned({ db, scopes, clock }, share.shops, share) : await report(scope, share)
  if (isRefusal(written)) return null
  const { zone, currency } = await workspace.shopProfile(scope)
  const writer = writerOf(share.language, currency)
  return { report: written, until: writer.t('reports:share.page', { at: writer.at(share.expiresAt, zone) }) }
}

/** Of several shops those are told that whoever shared them owns still. */
async function ofOwned(needs: { db: Kysely<{}>; scopes: Scopes; clock: Clock }, ids: readonly string[], { sharedBy, ...asked }: { sharedBy: string; kind: ReportKind; period: Period; language: Language }) {
  const owned = (await acrossShops.shopsOfLogin(needs.db, sharedBy)).filter(({ id, role }) => role === 'owner' && ids.includes(id))
  return reportOfShops(needs, { ...asked, shops: owned })
}
