import type { ShopProfile } from '#contract/workspace.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** The shop itself: name, currency, zone, aim. Throws where the scope names no shop, since then something is wired wrongly. */
export async function shopProfile(scope: ReadScope): Promise<ShopProfile> {
  const { workspaceId, demo, ...shop } = await tables(scope)
    .selectFrom('workspaceShops')
    .select(['workspaceId', 'name', 'slug', 'country', 'currency', 'zone', 'aim', 'whatsapp', 'demo'])
    .where('workspaceId', '=', scope.workspaceId)
    .executeTakeFirstOrThrow()
  return { id: workspaceId, ...shop, demo: demo !== null }
}
