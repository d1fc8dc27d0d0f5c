import type { ShopProfile } from '#contract/workspace.ts'
import { askedOnce, type ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** When the shop was begun, and the zone its months are in. */
export async function shopBegun(scope: ReadScope): Promise<{ begunAt: Date; zone: string }> {
  return tables(scope).selectFrom('workspaceShops').select(['begunAt', 'zone']).where('workspaceId', '=', scope.workspaceId).executeTakeFirstOrThrow()
}

/** The shop itself: name, currency, zone, aim. Throws where the scope names no shop, since then something is wired wrongly. */
export const shopProfile = askedOnce(async (scope: ReadScope): Promise<ShopProfile> => {
  const { workspaceId, demo, ...shop } = await tables(scope)
    .selectFrom('workspaceShops')
    .select(['workspaceId', 'name', 'slug', 'country', 'currency', 'zone', 'aim', 'whatsapp', 'demo'])
    .where('workspaceId', '=', scope.workspaceId)
    .executeTakeFirstOrThrow()
  return { id: workspaceId, ...shop, demo: demo !== null }
})
