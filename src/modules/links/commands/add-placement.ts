import type { AddPlacement, Placement } from '#contract/links.ts'
import { newId } from '#platform/ids'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { channelOfPlacement } from '../model/placement-channel.ts'
import { addressesOf } from '../addresses.ts'
import type { LinksNeeds } from '../needs.ts'
import { presentPlacement } from '../present.ts'
import { tables } from '../tables.ts'
import { insertLink } from './insert-link.ts'
import { whereTo } from './where-to.ts'

/** Adds a place that carries a link of its own: a card, a jar's lid, a mail signature, a stall. */
export async function addPlacement(scope: WriteScope, needs: LinksNeeds, wanted: AddPlacement): Promise<Placement | Refusal> {
  const addresses = await addressesOf(scope, needs)
  // It is going to be printed: an address that nobody can open is worse here than anywhere.
  if (addresses === null) return refuse('links.no-public-address')
  const to = await whereTo(scope, needs, wanted.leadsTo, null)
  if (isRefusal(to)) return to

  const createdAt = scope.clock.now()
  const placement = {
    id: newId(createdAt.getTime()),
    kind: wanted.kind,
    name: wanted.name,
    channel: wanted.channel ?? channelOfPlacement[wanted.kind],
    createdAt,
    closedAt: null,
  }
  await tables(scope)
    .insertInto('linksPlacements')
    .values({ workspaceId: scope.workspaceId, ...placement })
    .execute()
  const link = await insertLink(scope, { kind: wanted.leadsTo, target: to.target, channel: placement.channel, placementId: placement.id })
  await scope.announce({ type: 'PlacementChanged', placementId: placement.id })
  return presentPlacement(addresses, placement, link, { clicks: 0, visits: 0, whatsappOpened: 0 }, createdAt)
}
