import type { AddWebshop } from '#contract/webshops.ts'
import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { tables } from '../tables.ts'

/** Adds a web shop that is to call when an order changes, and answers its id. Its secret is kept sealed. */
export async function addWebshop(scope: WriteScope, secrets: Pick<Secrets, 'seal'>, { kind, secret }: AddWebshop): Promise<string> {
  const webshopId = newId()
  await tables(scope)
    .insertInto('shopWebshops')
    .values({ workspaceId: scope.workspaceId, webshopId, kind, secret: secrets.seal(secret), addedAt: scope.clock.now(), heardAt: null, problem: null })
    .execute()
  return webshopId
}

/** From now on its calls come to nobody. Its orders stay. */
export async function removeWebshop(scope: WriteScope, webshopId: string): Promise<void> {
  await tables(scope).deleteFrom('shopWebshops').where('workspaceId', '=', scope.workspaceId).where('webshopId', '=', webshopId).execute()
}
