import type { Period, Report, ReportKind } from '#contract/reports.ts'
import type { Language } from '#contract/values.ts'
import type { ShopProfile } from '#contract/workspace.ts'
import type { Kysely } from 'kysely'
import { acrossShops } from '#modules/workspace'
import { dayIn, type Clock } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'
import type { Scopes } from '#platform/scope'
import { lastWhole } from '../model/periods.ts'
import { writeShops } from '../writing/write-shops.ts'
import { spanOf } from './report.ts'

/** More shops than this are told in several tables: each is reckoned anew. */
export const MOST_SHOPS = 40

export interface ShopsAsked {
  kind: ReportKind
  period?: Period | undefined
  language: Language
  /** Those that whoever asks is a member of, and chose. */
  shops: readonly ShopProfile[]
}

/** The shops of a login that a report of several is of when nobody chooses: a demo's figures are nobody's. */
export const shopsToReport = async (db: Kysely<{}>, loginId: string): Promise<ShopProfile[]> => (await acrossShops.shopsOfLogin(db, loginId)).filter(({ demo }) => !demo)

/** Several shops in one table, each in its own zone and currency; those for which the period has not begun are left out. */
export async function reportOfShops({ scopes, clock }: { scopes: Scopes; clock: Clock }, { kind, period: wanted, language, shops }: ShopsAsked): Promise<Report | Refusal<'reports.period-unknown'>> {
  const now = clock.now()
  const today = (shop: ShopProfile) => dayIn(shop.zone, now)
  // Where shops are in different zones on the morning of a change, the one whose week ended last is waited for.
  const period = wanted ?? shops.map((shop) => lastWhole(kind, today(shop))).sort()[0] ?? lastWhole(kind, dayIn('Asia/Jakarta', now))
  const told: { shop: ShopProfile; span: NonNullable<Awaited<ReturnType<typeof spanOf>>> }[] = []
  // One after the other: a table of forty shops must not take the store from everyone else.
  for (const shop of shops.slice(0, MOST_SHOPS)) {
    const span = await spanOf(scopes.reading(shop.id), kind, period, today(shop))
    if (span) told.push({ shop, span })
  }
  if (told.length === 0 && shops.length > 0) return refuse('reports.period-unknown', { where: 'period' })
  return writeShops({ kind, period, language, shops: told, now })
}
