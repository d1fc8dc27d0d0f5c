import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { Id, Instant, Language, noContent, page, PageQuery, ShopParams, ShopThingParams } from './values.ts'

/** Where a short link leads: the shop's own page, a chat that opens with the code in it, or an address. */
export const linkKinds = ['shop-page', 'whatsapp', 'url'] as const
export const LinkKind = z.enum(linkKinds)
export type LinkKind = z.infer<typeof LinkKind>

/** Places outside the networks that carry a link and its QR. */
export const placementKinds = ['card', 'jar', 'packaging', 'signature', 'stall', 'blog', 'other'] as const
export const PlacementKind = z.enum(placementKinds)
export type PlacementKind = z.infer<typeof PlacementKind>

const Name = z.string().trim().min(1).max(80)
const Target = z.string().trim().min(1).max(2048)
/** What the buyer's message begins with, before the code: "Halo, saya mau pesan sambal bawang". */
const Message = z.string().trim().max(200)

/** People only: link previews and other bots are left out. Null where the stream could not be asked. */
export const LinkFigures = z.object({
  clicks: z.int(),
  /** Visits to the shop's page or sites that began with this link. */
  visits: z.int(),
  /** How many of them opened the chat: on this link itself, or on the shop page it led to. */
  whatsappOpened: z.int(),
})
export type LinkFigures = z.infer<typeof LinkFigures>

export const Link = z.object({
  id: Id,
  code: z.string(),
  /** What others open; null while Kicau has no public address. */
  url: z.string().nullable(),
  kind: LinkKind,
  target: z.string().nullable(),
  message: z.string().nullable(),
  name: z.string().nullable(),
  channel: Channel,
  postId: Id.nullable(),
  placement: z.object({ id: Id, kind: PlacementKind, name: z.string() }).nullable(),
  /** The code a buyer's first message carries; null once nobody reads it any more. */
  chatCode: z.string().nullable(),
  createdAt: Instant,
  closedAt: Instant.nullable(),
})
export type Link = z.infer<typeof Link>

export const LinkWithFigures = Link.extend({ figures: LinkFigures.nullable() })
export type LinkWithFigures = z.infer<typeof LinkWithFigures>

export const MakeLink = z.object({
  kind: LinkKind,
  channel: Channel,
  name: Name.optional(),
  /** For `url`: where it leads. For `whatsapp`: another number than the shop's own. */
  target: Target.optional(),
  message: Message.optional(),
})
export type MakeLink = z.infer<typeof MakeLink>

export const AddPlacement = z.object({
  kind: PlacementKind,
  name: Name,
  /** What its orders count for; by its kind unless said. */
  channel: Channel.optional(),
  leadsTo: z.enum(['shop-page', 'whatsapp']).default('shop-page'),
})
export type AddPlacement = z.infer<typeof AddPlacement>

export const Placement = z.object({
  id: Id,
  kind: PlacementKind,
  name: z.string(),
  channel: Channel,
  createdAt: Instant,
  closedAt: Instant.nullable(),
  link: LinkWithFigures,
})
export type Placement = z.infer<typeof Placement>

/** What a chat code says of the order that carries it. */
export const CodeMeaning = z.object({
  code: z.string(),
  channel: Channel,
  linkId: Id,
  postId: Id.nullable(),
  placement: z.object({ id: Id, kind: PlacementKind, name: z.string() }).nullable(),
})
export type CodeMeaning = z.infer<typeof CodeMeaning>

export const pageThemes = ['paper', 'leaf', 'turmeric', 'brick', 'night'] as const
export const PageTheme = z.enum(pageThemes)
export type PageTheme = z.infer<typeof PageTheme>

/** `order` opens the chat like `whatsapp`, with the product's words in the message. */
export const pageButtonKinds = ['whatsapp', 'order', 'marketplace', 'link'] as const
export const PageButtonKind = z.enum(pageButtonKinds)
export type PageButtonKind = z.infer<typeof PageButtonKind>

export const MOST_PAGE_BUTTONS = 12

export const PageButton = z.object({
  /** Kept over changes, so that its clicks stay its own; a new button has none yet. */
  id: z.string().regex(/^[a-z0-9]{1,8}$/).optional(),
  kind: PageButtonKind,
  label: z.string().trim().min(1).max(60),
  /** An address for `marketplace` and `link`; the message's words for `order`; nothing for `whatsapp`. */
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
  buttons: z.array(z.object({ kind: PageButtonKind, label: z.string(), href: z.string() })),
  /** For `canonical` and previews; null while there is no public address. */
  url: z.string().nullable(),
  pictureUrl: z.string().nullable(),
  /** What the tracker on the page sends with each view; null leaves the tracker out. */
  tracker: z.object({ src: z.string(), attributes: z.record(z.string(), z.string()) }).nullable(),
})
export type PublicShopPage = z.infer<typeof PublicShopPage>

/** The window that figures are asked for. */
const Days = z.coerce.number().int().min(1).max(400).default(90)

export const linksRoutes = {
  links: route({
    method: 'GET',
    path: '/api/shops/:shop/links',
    who: 'member',
    summary: 'Short links with the clicks of the last days, those that opened most chats first.',
    params: ShopParams,
    query: PageQuery.extend({ days: Days, closed: z.stringbool().default(false) }),
    answer: page(LinkWithFigures).extend({
      days: z.int(),
      /** Of every link of the shop, those of placements and closed ones too. */
      total: LinkFigures.nullable(),
    }),
  }),
  makeLink: route({
    method: 'POST',
    path: '/api/shops/:shop/links',
    who: 'member',
    notForGuests: true,
    summary: 'Makes a short link.',
    params: ShopParams,
    body: MakeLink,
    answer: Link,
  }),
  closeLink: route({
    method: 'DELETE',
    path: '/api/shops/:shop/links/:id',
    who: 'member',
    summary: 'Closes a link: who opens it is shown the way to the shop, and its chat code is read no more.',
    params: ShopThingParams,
    answer: noContent,
  }),
  reopenLink: route({
    method: 'POST',
    path: '/api/shops/:shop/links/:id/reopen',
    who: 'member',
    summary: 'Opens a closed link again, under the same code.',
    params: ShopThingParams,
    answer: Link,
  }),
  linkQr: route({
    method: 'GET',
    path: '/api/shops/:shop/links/:id/qr',
    who: 'member',
    summary: "A link's QR code, as SVG or PNG.",
    params: ShopThingParams,
    query: z.object({ as: z.enum(['svg', 'png']).default('svg'), download: z.stringbool().default(false) }),
    answer: z.string(),
  }),
  linkSheet: route({
    method: 'GET',
    path: '/api/shops/:shop/links/:id/sheet',
    who: 'member',
    summary: "An A4 page of a link's QR code with the shop's name, to print and cut.",
    params: ShopThingParams,
    query: z.object({ lang: Language.optional() }),
    answer: z.string(),
  }),
  codeMeaning: route({
    method: 'GET',
    path: '/api/shops/:shop/chat-codes/:code',
    who: 'member',
    summary: 'What a chat code stands for now.',
    params: z.object({ shop: Id, code: z.string().max(40) }),
    answer: CodeMeaning,
  }),
  placements: route({
    method: 'GET',
    path: '/api/shops/:shop/placements',
    who: 'member',
    summary: 'Cards, jars, signatures, stalls: each with its link and clicks.',
    params: ShopParams,
    query: z.object({ days: Days }),
    answer: z.array(Placement),
  }),
  addPlacement: route({
    method: 'POST',
    path: '/api/shops/:shop/placements',
    who: 'member',
    notForGuests: true,
    summary: 'Adds a place that carries a link of its own.',
    params: ShopParams,
    body: AddPlacement,
    answer: Placement,
  }),
  closePlacement: route({
    method: 'DELETE',
    path: '/api/shops/:shop/placements/:id',
    who: 'member',
    summary: 'Closes a placement; its link keeps leading to the shop, since what is printed stays printed.',
    params: ShopThingParams,
    answer: noContent,
  }),
  reopenPlacement: route({
    method: 'POST',
    path: '/api/shops/:shop/placements/:id/reopen',
    who: 'member',
    summary: 'Brings a closed placement back.',
    params: ShopThingParams,
    answer: Placement,
  }),
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
