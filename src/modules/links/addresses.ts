import { queries as workspace } from '#modules/workspace'
import type { ReadScope } from '#platform/scope'
import type { Ours } from './model/target.ts'
import { openAddress, type LinksNeeds } from './needs.ts'

/** How others reach what a shop has put into the world. */
export interface ShopAddresses {
  /** Of the shop's page. */
  page: string
  /** Of a link: by its word where it has one, else by its code. */
  short(link: { code: string; word: string | null }): string
}

/** Under the shop's own domain where it has one that leads here, else under Kicau's address; null where nobody outside could open either. */
export async function addressesOf(scope: ReadScope, needs: LinksNeeds): Promise<ShopAddresses | null> {
  const { id, slug } = await workspace.shopProfile(scope)
  return addressesFor(needs, { id, slug })
}

/** What is no target of its links: they would go round and round. */
export async function oursOf(scope: ReadScope, { publicAddress, ownDomain }: LinksNeeds): Promise<Ours> {
  const { id, slug } = await workspace.shopProfile(scope)
  return { kicau: publicAddress().url, own: ownDomain?.(id) ?? null, slug }
}

/** Wherever a shop's page, its order form and what it has to pay stand; nowhere while the shop is a demo. */
export async function shopPagesAt(scope: ReadScope, { publicAddress, ownDomain }: LinksNeeds): Promise<string[]> {
  const { id, slug, demo } = await workspace.shopProfile(scope)
  const [kicau, own] = [publicAddress().url, ownDomain?.(id) ?? null]
  return demo ? [] : [...(own === null ? [] : [own]), ...(kicau === null ? [] : [`${kicau}/s/${slug}`, `${kicau}/b`])]
}

export function addressesFor(needs: LinksNeeds, { id, slug }: { id: string; slug: string }): ShopAddresses | null {
  const own = needs.ownDomain?.(id)
  if (own) return { page: own, short: ({ code, word }) => `${own}/${word ?? code}` }
  const kicau = openAddress(needs)
  return kicau === null ? null : { page: `${kicau}/s/${slug}`, short: ({ code, word }) => (word === null ? `${kicau}/l/${code}` : `${kicau}/l/${slug}/${word}`) }
}
