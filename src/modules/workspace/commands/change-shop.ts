import type { ShopProfile } from '#contract/workspace.ts'
import { readPhone } from '#platform/phone'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { zoneFits } from '../model.ts'
import { shopProfile } from '../queries/shop-profile.ts'
import { tables } from '../tables.ts'
import { freeSlug, type SlugRules } from './free-slug.ts'

export interface ShopChange {
  name?: string
  aim?: ShopProfile['aim']
  zone?: ShopProfile['zone']
  whatsapp?: string | null
  slug?: string
}

/** Changes only what is given. The currency never changes: every amount of the shop is in it. */
export async function changeShop(scope: WriteScope, rules: SlugRules, change: ShopChange): Promise<ShopProfile | Refusal> {
  const shop = await shopProfile(scope)
  if (change.zone && !zoneFits(shop.country, change.zone)) return refuse('workspace.zone-of-another-country', { where: 'zone' })
  const whatsapp = change.whatsapp ? readPhone(change.whatsapp, shop.country) : null
  if (change.whatsapp && !whatsapp) return refuse('workspace.phone-unreadable', { where: 'whatsapp', values: { phone: change.whatsapp } })
  const slug = change.slug === undefined ? undefined : await freeSlug(scope, rules, change.slug, shop.slug)
  if (typeof slug === 'object') return slug

  const changes = {
    ...(change.name !== undefined && { name: change.name }),
    ...(change.aim !== undefined && { aim: change.aim }),
    ...(change.zone !== undefined && { zone: change.zone }),
    ...(change.whatsapp !== undefined && { whatsapp }),
    ...(slug !== undefined && { slug }),
  }
  if (Object.keys(changes).length > 0) {
    await tables(scope).updateTable('workspaceShops').set(changes).where('workspaceId', '=', scope.workspaceId).execute()
    await scope.announce({ type: 'ShopChanged' })
  }
  return shopProfile(scope)
}
