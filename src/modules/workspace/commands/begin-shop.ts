import type { BeginShop, DemoShop, ShopProfile } from '#contract/workspace.ts'
import { dayIn } from '#platform/clock'
import { newId } from '#platform/ids'
import { readPhone } from '#platform/phone'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { slugFrom, zoneFits } from '../model.ts'
import { shopProfile } from '../queries/shop-profile.ts'
import { tables } from '../tables.ts'
import { setWorth } from './set-worth.ts'
import { freeSlug, type SlugRules } from './free-slug.ts'

export interface Founder {
  loginId: string
  name: string
}

/**
 * Begins the shop of the scope, with the founder as its owner. Without a slug of the caller's choosing one is made
 * from the name, and numbered where it is taken.
 */
export async function beginShop(
  scope: WriteScope,
  rules: SlugRules,
  founder: Founder,
  wanted: BeginShop & { demo?: DemoShop },
): Promise<ShopProfile | Refusal> {
  if (!zoneFits(wanted.country, wanted.zone)) return refuse('workspace.zone-of-another-country', { where: 'zone' })
  const whatsapp = wanted.whatsapp ? readPhone(wanted.whatsapp, wanted.country) : null
  if (wanted.whatsapp && !whatsapp) return refuse('workspace.phone-unreadable', { where: 'whatsapp', values: { phone: wanted.whatsapp } })
  const slug = await freeSlug(scope, rules, wanted.slug ?? null, slugFrom(wanted.name))
  if (typeof slug !== 'string') return slug

  const now = scope.clock.now()
  const db = tables(scope)
  await db
    .insertInto('workspaceShops')
    .values({
      workspaceId: scope.workspaceId,
      name: wanted.name,
      slug,
      country: wanted.country,
      currency: wanted.currency,
      zone: wanted.zone,
      aim: wanted.aim ?? null,
      whatsapp,
      demo: wanted.demo ?? null,
      begunAt: now,
    })
    .execute()
  const memberId = newId(now.getTime())
  await db
    .insertInto('workspaceMembers')
    .values({ workspaceId: scope.workspaceId, memberId, loginId: founder.loginId, name: founder.name, role: 'owner', joinedAt: now, leftAt: null })
    .execute()
  if (wanted.worth) await setWorth(scope, memberId, dayIn(wanted.zone, now), wanted.worth)
  await scope.announce({ type: 'ShopBegun', slug })
  return shopProfile(scope)
}
