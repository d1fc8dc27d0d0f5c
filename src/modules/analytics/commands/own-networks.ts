import { isIP } from 'node:net'
import type { OwnNetwork } from '#contract/visit-sites.ts'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { networkHash } from '../intake/own-networks.ts'
import { tables } from '../tables.ts'

/** Leaves the visits from a network out, in every process within half a minute. The same network again gets the new name. */
export async function addOwnNetwork(scope: WriteScope, secrets: Pick<Secrets, 'keyedHash'>, { name, address }: { name: string; address: string }): Promise<OwnNetwork | Refusal<'analytics.address-unreadable'>> {
  if (isIP(address) === 0) return refuse('analytics.address-unreadable', { where: 'address', values: { address } })
  const now = scope.clock.now()
  const { addedAt, ...network } = await tables(scope)
    .insertInto('analyticsOwnNetworks')
    .values({ id: newId(now.getTime()), workspaceId: scope.workspaceId, name, networkHash: networkHash(secrets, scope.workspaceId, address), addedAt: now })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'networkHash']).doUpdateSet({ name }))
    .returning(['id', 'name', 'addedAt'])
    .executeTakeFirstOrThrow()
  await scope.announce({ type: 'OwnNetworksChanged' })
  return { ...network, addedAt: addedAt.toISOString() }
}

export async function removeOwnNetwork(scope: WriteScope, id: string): Promise<void | Refusal<'analytics.network-unknown'>> {
  const { numDeletedRows } = await tables(scope).deleteFrom('analyticsOwnNetworks').where('workspaceId', '=', scope.workspaceId).where('id', '=', id).executeTakeFirst()
  if (Number(numDeletedRows) === 0) return refuse('analytics.network-unknown')
  await scope.announce({ type: 'OwnNetworksChanged' })
}
