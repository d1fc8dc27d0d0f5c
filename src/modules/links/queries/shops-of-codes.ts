import type { Kysely } from 'kysely'
import { slipsOf } from '../model/slips.ts'
import { tables } from '../tables.ts'

/**
 * To which shops these codes belong: the one that has made a code, or else the one whose open link is a slip of the thumb
 * away; a code that resembles none is `otherwise`'s. A code that is a slip of two shops' is nobody's. Asked for visitors, before a shop is known.
 */
export async function shopsOfCodes(db: Kysely<{}>, codes: readonly string[], otherwise: string | null): Promise<Map<string, string[]>> {
  const of = new Map<string, string[]>()
  for (const code of codes) {
    const rows = await tables({ db })
      .selectFrom('linksLinks')
      .select(['workspaceId', 'code', 'closedAt'])
      .where('code', 'in', [code, ...slipsOf(code)])
      .execute()
    const own = rows.filter((row) => row.code === code)
    const near = own.length > 0 ? own : rows.filter((row) => row.closedAt === null)
    const shops = new Set(near.map((row) => row.workspaceId))
    const [shop = otherwise] = shops
    if (shop !== null && shops.size <= 1) of.set(shop, [...(of.get(shop) ?? []), code])
  }
  return of
}
