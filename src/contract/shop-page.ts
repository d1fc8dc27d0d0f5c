import { z } from 'zod'
import { Target } from './links.ts'
import { route } from './route.ts'
import { Language, noContent, ShopParams } from './values.ts'

/** How the page looks. */
export const pageThemes = ['paper', 'leaf', 'turmeric', 'brick', 'night'] as const
export const PageTheme = z.enum(pageThemes)
export type PageTheme = z.infer<typeof PageTheme>

/** `order` opens the chat like `whatsapp`, with the product's words in the message. */
export const pageButtonKinds = ['whatsapp', 'telegram', 'messenger', 'order', 'marketplace', 'link'] as const
export const PageButtonKind = z.enum(pageButtonKinds)
export type PageButtonKind = z.infer<typeof PageButtonKind>

export const MOST_PAGE_BUTTONS = 12

export const PageButton = z.object({
  /** Kept over changes, so that its clicks stay its own; a new button has none yet. */
  id: z.string().regex(/^[a-z0-9]{1,8}$/).optional(),
  kind: PageButtonKind,
  label: z.string().trim().min(1).max(60),
  /** An address for `marketplace` and `link`; a name for `telegram` and `messenger`; the message's words for `order`; nothing for `whatsapp`. */
  target: Target.nullable().default(null),
})
export type PageButton = z.infer<typeof PageButton>

export const ShopPage = z.object({
  slug: z.string(),
  url: z.string().nullable(),
  /** Path of the picture, with its version; null where there is none. */
  picture: z.string().nullable(),
  pictureAlt: z.string(),
  headline: z.string(),
  words: z.string(),
  buttons: z.array(PageButton.extend({ id: z.string() })),
  theme: PageTheme,
  /** Whether it shows the post that went out last and can be looked at on its network. */
  newestPost: z.boolean(),
  /** Nobody has saved it yet: it shows the shop's name and its chat. */
  untouched: z.boolean(),
})
export type ShopPage = z.infer<typeof ShopPage>

export const ChangeShopPage = z.object({
  headline: z.string().trim().max(80),
  words: z.string().trim().max(600),
  pictureAlt: z.string().trim().max(160),
  buttons: z.array(PageButton).max(MOST_PAGE_BUTTONS),
  theme: PageTheme,
  /** Left out, it stays as it is. */
  newestPost: z.boolean().optional(),
})
export type ChangeShopPage = z.infer<typeof ChangeShopPage>

/** The page as a visitor gets it, ready to be drawn: `platform.req.kicau.shopPage(slug, …)`. */
export const PublicShopPage = z.object({
  slug: z.string(),
  name: z.string(),
  language: Language,
  headline: z.string(),
  words: z.string(),
  theme: PageTheme,
  picture: z.object({ src: z.string(), alt: z.string() }).nullable(),
  /** `form`: the shop's order form; `buy`: a buy button of the shop; both after those of its page. */
  buttons: z.array(z.object({ kind: z.enum([...pageButtonKinds, 'form', 'buy']), label: z.string(), href: z.string() })),
  /** The post that went out last, where the shop shows it; `label` says where and when. */
  newest: z.object({ label: z.string(), text: z.string(), href: z.string() }).nullable(),
  /** For `canonical` and previews; null while there is no public address. */
  url: z.string().nullable(),
  pictureUrl: z.string().nullable(),
  /** What the tracker on the page sends with each view; null leaves the tracker out. */
  tracker: z.object({ src: z.string() }).nullable(),
})
export type PublicShopPage = z.infer<typeof PublicShopPage>

export const shopPageRoutes = {
  shopPage: route({
    method: 'GET',
    path: '/api/shops/:shop/page',
    who: 'member',
    summary: "The shop's public page, as its editor shows it.",
    params: ShopParams,
    answer: ShopPage,
  }),
  changeShopPage: route({
    method: 'PUT',
    path: '/api/shops/:shop/page',
    who: 'member',
    notForGuests: true,
    summary: "Changes the shop's public page.",
    params: ShopParams,
    body: ChangeShopPage,
    answer: ShopPage,
  }),
  setPagePicture: route({
    method: 'POST',
    path: '/api/shops/:shop/page/picture',
    who: 'member',
    notForGuests: true,
    summary: 'Puts a picture on the public page: JPEG, PNG or WebP, at most 8 MB.',
    params: ShopParams,
    upload: true,
    answer: ShopPage,
  }),
  removePagePicture: route({
    method: 'DELETE',
    path: '/api/shops/:shop/page/picture',
    who: 'member',
    summary: 'Takes the picture off the public page.',
    params: ShopParams,
    answer: noContent,
  }),
}
