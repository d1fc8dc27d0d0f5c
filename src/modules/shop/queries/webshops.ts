import type { Kysely } from 'kysely'
import type { Webshop, WebshopKind } from '#contract/webshops.ts'
import type { ReadScope } from '#platform/scope'
import { tables, type ShopTables } from '../tables.ts'

/** The web shops that call, with the address each is to call. */
export async function webshops(scope: ReadScope, hooks: string | null): Promise<Webshop[]> {
  const rows = await tables(scope)
    .selectFrom('shopWebshops')
    .select(['webshopId', 'kind', 'heardAt', 'orders', 'problem'])
    .where('workspaceId', '=', scope.workspaceId)
    .orderBy('addedAt')
    .execute()
  return rows.map(({ webshopId, heardAt, ...row }) => ({ id: webshopId, address: hooks && `${hooks}/${webshopId}`, heardAt: heardAt?.toISOString() ?? null, ...row }))
}

export interface CallingWebshop {
  workspaceId: string
  webshopId: string
  kind: WebshopKind
  secret: string
}

/** Whose address a call came to: asked before a shop is known, and so of the database itself. */
export async function webshopById(db: Kysely<{}>, id: string): Promise<CallingWebshop | null> {
  if (!/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(id)) return null
  const row = await (db as unknown as Kysely<ShopTables>).selectFrom('shopWebshops').select(['workspaceId', 'webshopId', 'kind', 'secret']).where('webshopId', '=', id).executeTakeFirst()
  return row ?? null
}
