import type { ChangeLink, Link } from '#contract/links.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { addressesOf } from '../addresses.ts'
import type { LinksNeeds } from '../needs.ts'
import { presentLink } from '../present.ts'
import { conditionsAsShown } from '../queries/conditions-of-links.ts'
import { linkById } from '../queries/link-by-id.ts'
import { tables } from '../tables.ts'
import { whereTo } from './where-to.ts'

/** Leads a link elsewhere or gives it another name, under the same code: cards and jars with it are printed already. */
export async function changeLink(scope: WriteScope, needs: LinksNeeds, id: string, wanted: ChangeLink): Promise<Link | Refusal> {
  const found = await linkById(scope, id)
  if (!found) return refuse('links.link-unknown')
  const { link, placement } = found
  // Its post says where it leads, each time that it is saved.
  if (link.postId !== null) return refuse('links.link-of-post')
  const to = wanted.target === undefined ? link : await whereTo(scope, needs, link.kind, wanted.target)
  if (isRefusal(to)) return to
  const changed = {
    target: to.target,
    name: wanted.name === undefined || placement ? link.name : wanted.name,
    message: wanted.message === undefined ? link.message : wanted.message || null,
  }
  const { workspaceId } = scope
  await tables(scope).updateTable('linksLinks').set(changed).where('workspaceId', '=', workspaceId).where('id', '=', id).execute()
  await scope.announce({ type: 'LinkChanged', linkId: id })
  if (placement && wanted.name) {
    await tables(scope).updateTable('linksPlacements').set({ name: wanted.name }).where('workspaceId', '=', workspaceId).where('id', '=', placement.id).execute()
    await scope.announce({ type: 'PlacementChanged', placementId: placement.id })
  }
  const carrier = placement && { ...placement, name: wanted.name ?? placement.name }
  return presentLink(await addressesOf(scope, needs), { ...link, ...changed }, carrier, scope.clock.now(), (await conditionsAsShown(scope, [id])).get(id))
}
