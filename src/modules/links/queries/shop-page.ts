import type { PageTheme, PublicShopPage, ShopPage } from '#contract/links.ts'
import type { ShopProfile } from '#contract/workspace.ts'
import { queries as workspace } from '#modules/workspace'
import { textsIn } from '#platform/i18n'
import type { ReadScope } from '#platform/scope'
import { languageOfShop } from '../model/shop-language.ts'
import { openAddress, type LinksNeeds } from '../needs.ts'
import { tables, type StoredButton } from '../tables.ts'

/** A shop's page as it is kept; where nobody has saved one, the shop's name and its chat. */
export interface KeptPage {
  shop: ShopProfile
  headline: string
  words: string
  theme: PageTheme
  buttons: StoredButton[]
  /** The key of its picture in the media store. */
  picture: string | null
  pictureAlt: string
  changedAt: Date | null
}

export async function keptPage(scope: ReadScope): Promise<KeptPage> {
  const shop = await workspace.shopProfile(scope)
  const row = await tables(scope)
    .selectFrom('linksPages')
    .select(['picture', 'pictureAlt', 'headline', 'words', 'buttons', 'theme', 'changedAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .executeTakeFirst()
  if (!row) return { shop, headline: '', words: '', theme: 'paper', buttons: [chatButton(shop)], picture: null, pictureAlt: '', changedAt: null }
  return { shop, ...row }
}

const chatButton = (shop: ShopProfile): StoredButton => ({
  id: 'chat',
  kind: 'whatsapp',
  label: textsIn(languageOfShop(shop))('links:page.chat'),
  target: null,
})

/** The page as its editor shows it. */
export async function shopPage(scope: ReadScope, needs: LinksNeeds): Promise<ShopPage> {
  const page = await keptPage(scope)
  const address = openAddress(needs)
  return {
    slug: page.shop.slug,
    url: address && `${address}/s/${page.shop.slug}`,
    picture: picturePath(page),
    pictureAlt: page.pictureAlt,
    headline: page.headline,
    words: page.words,
    buttons: page.buttons,
    theme: page.theme,
    untouched: page.changedAt === null,
  }
}

/** The page as a visitor gets it. `linkCode`: the link they came by, carried on to the buttons. */
export function publicPage(page: KeptPage, address: string | null, linkCode: string | null): Omit<PublicShopPage, 'tracker'> {
  const { slug, name, whatsapp } = page.shop
  const carried = linkCode === null ? '' : `?k=${linkCode}`
  const picture = picturePath(page)
  return {
    slug,
    name,
    language: languageOfShop(page.shop),
    headline: page.headline,
    words: page.words,
    theme: page.theme,
    picture: picture === null ? null : { src: picture, alt: page.pictureAlt },
    buttons: page.buttons
      // Without a number a chat can't be opened: better no button than one that leads nowhere.
      .filter((button) => !opensChat(button) || whatsapp !== null)
      .map(({ id, kind, label }) => ({ kind, label, href: `/s/${slug}/go/${id}${carried}` })),
    url: address && `${address}/s/${slug}`,
    pictureUrl: address && picture && `${address}${picture}`,
  }
}

export const opensChat = (button: Pick<StoredButton, 'kind'>): boolean => button.kind === 'whatsapp' || button.kind === 'order'

/** With its version, so that a browser may keep it for good. */
const picturePath = (page: KeptPage): string | null =>
  page.picture && page.changedAt ? `/s/${page.shop.slug}/picture?v=${page.changedAt.getTime().toString(36)}` : null
