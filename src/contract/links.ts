import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { Day, Id, Instant, noContent, page, PageQuery, ShopParams, ShopThingParams } from './values.ts'

/** Apps that a link can open a chat in, with the code in the first message. */
export const chatKinds = ['whatsapp', 'telegram', 'messenger'] as const
export type ChatKind = (typeof chatKinds)[number]

/** Where a short link leads: the shop's own page, a chat that opens with the code in it, or an address. */
export const linkKinds = ['shop-page', ...chatKinds, 'url'] as const
export const LinkKind = z.enum(linkKinds)
export type LinkKind = z.infer<typeof LinkKind>

/** Places outside the networks that carry a link and its QR. */
export const placementKinds = ['card', 'jar', 'packaging', 'signature', 'stall', 'blog', 'other'] as const
export const PlacementKind = z.enum(placementKinds)
export type PlacementKind = z.infer<typeof PlacementKind>

export const Name = z.string().trim().min(1).max(80)
export const Target = z.string().trim().min(1).max(2048)
/** A word of the shop's own in the address, in place of the code: `promo-lebaran`. */
export const LinkWord = z.string().trim().toLowerCase().min(3).max(40)
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

export const linkDevices = ['phone', 'tablet', 'desktop', 'android', 'ios'] as const
export const LinkDevice = z.enum(linkDevices)
export type LinkDevice = z.infer<typeof LinkDevice>

export const MOST_LINK_RULES = 20

/** Where a link leads some of those who open it: those of whom everything holds that is said. */
export const LinkRule = z.object({
  /** Any of them; an empty list says nothing. */
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).max(60).default([]),
  /** Any of them: a phone that is an Android is both. */
  devices: z.array(LinkDevice).max(linkDevices.length).default([]),
  /** Any of them is the first that their browser asks for. */
  languages: z.array(z.string().regex(/^[a-z]{2,3}$/)).max(20).default([]),
  /** Days in the shop's zone, both included. */
  from: Day.nullable().default(null),
  until: Day.nullable().default(null),
  target: Target,
})
export type LinkRule = z.infer<typeof LinkRule>

export const LONGEST_LINK_PASSWORD = 60
export const SHORTEST_LINK_PASSWORD = 4

const conditions = {
  /** In their order: the first that fits decides, and the link's own way is for everybody else. */
  rules: z.array(LinkRule).max(MOST_LINK_RULES),
  /** It leads on until this day's end, in the shop's zone. */
  lastDay: Day.nullable(),
  /** So many people are led on, and no more. */
  mostOpenings: z.int().min(1).max(1_000_000).nullable(),
  /** Where it leads after its last day or opening; null: to a page with the way to the shop. */
  afterwards: Target.nullable(),
}

export const LinkConditions = z.object({
  ...conditions,
  /** Whether a word is asked for; the word itself is told to nobody. */
  password: z.boolean(),
  /** How many were led on since there is a limit. */
  opened: z.int(),
  over: z.enum(['days', 'openings']).nullable(),
})
export type LinkConditions = z.infer<typeof LinkConditions>

export const SetLinkConditions = z.object({
  ...conditions,
  /** Left out, the one it has stays; null takes it away. */
  password: z.string().trim().max(LONGEST_LINK_PASSWORD).nullable().optional(),
})
export type SetLinkConditions = z.infer<typeof SetLinkConditions>

export const Link = z.object({
  id: Id,
  code: z.string(),
  /** Its own word in the address; null where the code stands there. */
  word: z.string().nullable(),
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
  /** Null where it leads everybody to one place, for good. */
  conditions: LinkConditions.nullable(),
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
  word: LinkWord.optional(),
  /** For `url`: where it leads. For a chat: the number or name, for WhatsApp only where it is another than the shop's own. */
  target: Target.optional(),
  message: Message.optional(),
  /** For `url`: the campaign marks to put on it. */
  template: Id.optional(),
})
export type MakeLink = z.infer<typeof MakeLink>

/** What is left out stays as it is. Its code, kind and channel stay for good: they are printed, and counted by. */
export const ChangeLink = z.object({
  /** Null: it is known by its channel again. A placement's is its own. */
  name: Name.nullable().optional(),
  /** As for a new one of its kind; null for WhatsApp: the shop's own number. */
  target: Target.nullable().optional(),
  message: Message.nullable().optional(),
})
export type ChangeLink = z.infer<typeof ChangeLink>

export const MOST_LINK_ROWS = 500

/**
 * Many links at once: an address a line; or a table with a header (address, name, channel, message; in any of the three
 * languages), as pasted from a spreadsheet or as CSV.
 */
export const MakeLinks = z.object({
  text: z.string().max(400_000),
  /** Of rows that name none. */
  channel: Channel,
  template: Id.optional(),
  /** Only says what would come of it. */
  check: z.boolean().default(false),
})
export type MakeLinks = z.infer<typeof MakeLinks>

export const MadeLinks = z.object({
  rows: z.array(
    z.object({
      /** As a spreadsheet numbers them: the first is 1, the header counts. */
      row: z.int(),
      target: z.string(),
      name: z.string().nullable(),
      channel: Channel.nullable(),
      /** Null where it was only checked, or is wrong. */
      link: Link.nullable(),
      /** There was such an open link already: it is that one. */
      already: z.boolean(),
      wrong: z.object({ code: z.string(), where: z.string().nullable(), title: z.string(), todo: z.string().nullable() }).nullable(),
    }),
  ),
})
export type MadeLinks = z.infer<typeof MadeLinks>

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

/** A short code that people asked for and that leads nowhere. */
export const MissedCode = z.object({
  code: z.string(),
  times: z.int(),
  lastDay: Day,
  /** Mistyped, or never made; closed by the shop; or its days or openings are over. */
  because: z.enum(['unknown', 'closed', 'over']),
  /** The link itself, or the open one that was all but typed. */
  link: z.object({ id: Id, code: z.string(), name: z.string().nullable(), channel: Channel }).nullable(),
})
export type MissedCode = z.infer<typeof MissedCode>

/** What a chat code says of the order that carries it. */
export const CodeMeaning = z.object({
  code: z.string(),
  channel: Channel,
  linkId: Id,
  postId: Id.nullable(),
  placement: z.object({ id: Id, kind: PlacementKind, name: z.string() }).nullable(),
})
export type CodeMeaning = z.infer<typeof CodeMeaning>

/** What a link is known by, wherever something is counted by link. */
export const LinkNamed = z.object({
  id: Id,
  code: z.string(),
  channel: Channel,
  name: z.string().nullable(),
  postId: Id.nullable(),
  placement: z.object({ id: Id, name: z.string() }).nullable(),
})
export type LinkNamed = z.infer<typeof LinkNamed>

/** The window that figures are asked for. */
const Days = z.coerce.number().int().min(1).max(400).default(90)

export const linksRoutes = {
  links: route({
    method: 'GET',
    path: '/api/shops/:shop/links',
    who: 'member',
    summary: 'Short links with the clicks of the last days, those that opened most chats first.',
    params: ShopParams,
    query: PageQuery.extend({
      days: Days,
      closed: z.stringbool().default(false),
      /** Links whose name, word, code, chat code, channel or address holds these words. */
      search: z.string().trim().max(200).optional(),
      /** As many as a shop's list may have to be looked through for one. */
      limit: z.coerce.number().int().min(1).max(1000).default(50),
    }),
    answer: page(LinkWithFigures).extend({
      days: z.int(),
      /** How many there are in all. */
      found: z.int(),
      /** Of every link of the shop, those of placements and closed ones too. */
      total: LinkFigures.nullable(),
    }),
  }),
  linkNames: route({
    method: 'GET',
    path: '/api/shops/:shop/links/names',
    who: 'member',
    summary: 'What each link is known by, those of placements and closed ones too, the newest first.',
    params: ShopParams,
    answer: z.array(LinkNamed),
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
  makeLinks: route({
    method: 'POST',
    path: '/api/shops/:shop/links/many',
    who: 'member',
    notForGuests: true,
    summary: 'Makes many links from a list or table; what is wrong is told row by row, the rest is made. `check` makes nothing.',
    params: ShopParams,
    body: MakeLinks,
    answer: MadeLinks,
  }),
  missedCodes: route({
    method: 'GET',
    path: '/api/shops/:shop/missed-codes',
    who: 'member',
    summary: 'Short codes that people asked for in the last days and that lead nowhere, the most asked for first.',
    params: ShopParams,
    query: z.object({ days: Days }),
    answer: z.array(MissedCode),
  }),
  changeLink: route({
    method: 'PATCH',
    path: '/api/shops/:shop/links/:id',
    who: 'member',
    notForGuests: true,
    summary: 'Says anew where a link leads, what it is called, and what its messages begin with; what is printed stays right.',
    params: ShopThingParams,
    body: ChangeLink,
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
  setLinkConditions: route({
    method: 'PUT',
    path: '/api/shops/:shop/links/:id/conditions',
    who: 'member',
    notForGuests: true,
    summary: 'Says who is led elsewhere (by country, device, language, day), until when, how often and with what word.',
    params: ShopThingParams,
    body: SetLinkConditions,
    answer: Link,
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
}
