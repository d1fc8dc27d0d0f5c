import { formatAmount } from '#contract/amount.ts'
import { orderFormPart } from '#contract/reserved.ts'
import type { PageTheme, PublicShopPage, ShopPage } from '#contract/shop-page.ts'
import type { ShopProfile } from '#contract/workspace.ts'
import { queries as workspace } from '#modules/workspace'
import { textsIn } from '#platform/i18n'
import type { ReadScope } from '#platform/scope'
import { languageOfShop } from '../model/shop-language.ts'
import { addressesFor, type ShopAddresses } from '../addresses.ts'
import type { BuyButtonShown, LinksNeeds, NewestPost } from '../needs.ts'
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
  newestPost: boolean
  changedAt: Date | null
}

/** A page with what others have to say for it. */
export interface ShownPage extends KeptPage {
  newest: NewestPost | null
  buys: BuyButtonShown[]
  /** It takes orders by its form. */
  form: boolean
  /** Kicau's own address: pay pages stand there, also where the shop has a domain of its own. */
  payAt: string
}

export async function keptPage(scope: ReadScope): Promise<KeptPage> {
  const shop = await workspace.shopProfile(scope)
  const row = await tables(scope)
    .selectFrom('linksPages')
    .select(['picture', 'pictureAlt', 'headline', 'words', 'buttons', 'theme', 'newestPost', 'changedAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .executeTakeFirst()
  if (!row) return { shop, headline: '', words: '', theme: 'paper', buttons: [chatButton(shop)], picture: null, pictureAlt: '', newestPost: false, changedAt: null }
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
  return {
    slug: page.shop.slug,
    url: addressesFor(needs, page.shop)?.page ?? null,
    picture: picturePath(page),
    pictureAlt: page.pictureAlt,
    headline: page.headline,
    words: page.words,
    buttons: page.buttons,
    theme: page.theme,
    newestPost: page.newestPost,
    untouched: page.changedAt === null,
  }
}

/** The page as a visitor gets it. `linkCode`: the link they came by, carried on to the buttons. */
export function publicPage(page: ShownPage, addresses: ShopAddresses | null, linkCode: string | null): Omit<PublicShopPage, 'tracker'> {
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
    buttons: [
      ...page.buttons
        // Without a number a chat can't be opened: better no button than one that leads nowhere.
        .filter((button) => !opensChat(button) || whatsapp !== null)
        .map(({ id, kind, label }) => ({ kind, label, href: `/s/${slug}/go/${id}${carried}` })),
      // Below the page, on whichever domain it is looked at.
      ...(page.form ? [{ kind: 'form' as const, label: textsIn(languageOfShop(page.shop))('links:page.form'), href: `/s/${slug}/${orderFormPart}${carried}` }] : []),
      ...page.buys.map((buy) => ({ kind: 'buy' as const, label: buyLabel(page.shop, buy), href: `${page.payAt}/b/${buy.code}${carried}` })),
    ],
    newest: page.newest && { label: newestLabel(page.shop, page.newest), text: shortened(page.newest.text), href: `/s/${slug}/post${carried}` },
    url: addresses && addresses.page,
    pictureUrl: addresses && picture && new URL(picture, addresses.page).href,
  }
}

/** "Buy Sambal Bawang · Rp35.000"; without a price, its name alone. */
function buyLabel(shop: ShopProfile, { name, price, currency }: BuyButtonShown): string {
  const language = languageOfShop(shop)
  const text = textsIn(language)
  return price === null ? name : text('links:page.buy', { name, price: formatAmount(price, currency, language) })
}

/** "Bluesky, 22 November": where it went out, and when by the shop's calendar. */
function newestLabel(shop: ShopProfile, { channel, publishedAt }: NewestPost): string {
  const language = languageOfShop(shop)
  const text = textsIn(language)
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: shop.zone }).format(publishedAt)
  return text('links:page.newest', { channel: text(`channels:${channel}`), day })
}

const LONGEST_POST = 280
function shortened(text: string): string {
  const letters = [...text.trim()]
  return letters.length <= LONGEST_POST ? letters.join('') : `${letters.slice(0, LONGEST_POST).join('').trimEnd()} …`
}

export const opensChat = (button: Pick<StoredButton, 'kind'>): boolean => button.kind === 'whatsapp' || button.kind === 'order'

/** With its version, so that a browser may keep it for good. */
const picturePath = (page: KeptPage): string | null =>
  page.picture && page.changedAt ? `/s/${page.shop.slug}/picture?v=${page.changedAt.getTime().toString(36)}` : null
