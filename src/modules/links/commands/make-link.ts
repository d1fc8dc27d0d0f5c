import type { Link, MakeLink } from '#contract/links.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { openAddress, type LinksNeeds } from '../needs.ts'
import { presentLink } from '../present.ts'
import { insertLink } from './insert-link.ts'
import { whereTo } from './where-to.ts'

/** Makes a link that an owner asked for by hand. */
export async function makeLink(scope: WriteScope, needs: LinksNeeds, wanted: MakeLink): Promise<Link | Refusal> {
  const address = openAddress(needs)
  if (address === null) return refuse('links.no-public-address')
  const to = await whereTo(scope, address, wanted.kind, wanted.target ?? null)
  if (isRefusal(to)) return to
  const link = await insertLink(scope, {
    kind: wanted.kind,
    target: to.target,
    message: wanted.message || null,
    name: wanted.name ?? null,
    channel: wanted.channel,
  })
  return presentLink(address, link, null, scope.clock.now())
}
