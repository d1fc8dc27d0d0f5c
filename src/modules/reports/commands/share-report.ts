import { randomBytes } from 'node:crypto'
import type { Period, ReportKind, ReportShare } from '#contract/reports.ts'
import type { Language } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { daysOf } from '../model/periods.ts'
import { hashOf } from '../queries/shares.ts'
import { tables } from '../tables.ts'
import { writerOf } from '../writing/writer.ts'

export interface ShareWanted {
  kind: ReportKind
  period: Period
  language: Language
  days: number
  /** Of several shops: those that whoever shares owns. */
  shops?: readonly string[] | null
}

/** Makes a link to one report. Its token is answered once and kept only as a hash. */
export async function shareReport(
  scope: WriteScope,
  { publicUrl, loginId }: { publicUrl: string | null; loginId: string },
  { kind, period, language, days, shops = null }: ShareWanted,
): Promise<(ReportShare & { url: string }) | Refusal<'reports.address-missing' | 'reports.period-unknown'>> {
  if (publicUrl === null) return refuse('reports.address-missing')
  const { zone, currency } = await workspace.shopProfile(scope)
  const now = scope.clock.now()
  const span = daysOf(kind, period)
  if (!span || span.from > dayIn(zone, now)) return refuse('reports.period-unknown', { where: 'period' })
  const token = randomBytes(16).toString('base64url')
  const id = newId(now.getTime())
  const expiresAt = new Date(now.getTime() + days * 86_400_000)
  await tables(scope)
    .insertInto('reportsShares')
    .values({ id, workspaceId: scope.workspaceId, tokenHash: hashOf(token), kind, period, language, sharedBy: loginId, sharedAt: now, expiresAt, revokedAt: null, shops: shops && [...shops] })
    .execute()
  await scope.announce({ type: 'ReportShared', shareId: id, kind, period })
  return { id, kind, period, language, title: writerOf(language, currency).title(kind, period), shops: shops?.length ?? null, expiresAt: expiresAt.toISOString(), url: `${publicUrl}/r/${token}` }
}
