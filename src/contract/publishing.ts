import { z } from 'zod'
import { Channel } from './channels.ts'
import { Way } from './networks.ts'
import { route } from './route.ts'
import { Day, Id, Instant, Language, Month, noContent, ShopParams, ShopThingParams } from './values.ts'

/**
 * Where a post stands on one account.
 * `scheduled` waits for its hour; `due` is past its hour and waits for its next try; `attempting` is being sent, or was
 * sent and is being looked for; `handed-over` waits for a person; `needs-you` could not be found out.
 */
export const targetStates = [
  'draft',
  'scheduled',
  'due',
  'attempting',
  'published',
  'handed-over',
  'done',
  'skipped',
  'failed',
  'needs-you',
] as const
export const TargetState = z.enum(targetStates)
export type TargetState = z.infer<typeof TargetState>

/** Longest text anywhere in Kicau; each network has its own, smaller limit. */
export const LONGEST_TEXT = 10_000
const Text = z.string().max(LONGEST_TEXT)

/** Where the post's link leads. It stands where the text says `{link}`, at the text's end otherwise. */
export const LinkWish = z.discriminatedUnion('to', [
  z.object({ to: z.literal('shop-page') }),
  z.object({ to: z.literal('whatsapp') }),
  // As it was written: it is read, and refused in words, where the link is made.
  z.object({ to: z.literal('url'), url: z.string().trim().min(1).max(2048) }),
])
export type LinkWish = z.infer<typeof LinkWish>

export const Picture = z.object({
  id: Id,
  type: z.string(),
  bytes: z.int(),
  width: z.int(),
  height: z.int(),
  alt: z.string(),
})
export type Picture = z.infer<typeof Picture>

export const Target = z.object({
  id: Id,
  accountId: Id,
  network: z.string(),
  networkName: z.string(),
  way: Way,
  channel: Channel,
  handle: z.string(),
  state: TargetState,
  /** The account's own text; null where it takes the post's. */
  ownText: z.string().nullable(),
  /** What goes (or went) out, its link put in; null until it is scheduled. */
  finalText: z.string().nullable(),
  /** The tracked link in it, and why there is none though one was wished (a refusal's code). */
  link: z.string().nullable(),
  linkMissing: z.string().nullable(),
  linkId: Id.nullable(),
  dueAt: Instant.nullable(),
  nextTryAt: Instant.nullable(),
  /** When it went out, or was handed over and done. */
  publishedAt: Instant.nullable(),
  /** Where it can be seen. */
  address: z.string().nullable(),
  /** Opens the network's app at the right place, for a hand-over. */
  deepLink: z.string().nullable(),
  /** Why it failed or needs a person, as the end of `publishing:why.…`, and the network's own words. */
  why: z.string().nullable(),
  whyDetail: z.string().nullable(),
  /** Whether it can be looked for at the network. */
  canLook: z.boolean(),
})
export type Target = z.infer<typeof Target>

export const Post = z.object({
  id: Id,
  text: z.string(),
  language: Language,
  link: LinkWish.nullable(),
  pictures: z.array(Picture),
  scheduledAt: Instant.nullable(),
  createdAt: Instant,
  changedAt: Instant,
  deleted: z.boolean(),
  targets: z.array(Target),
})
export type Post = z.infer<typeof Post>

const postFields = {
  text: Text,
  language: Language.optional(),
  /** The accounts it is for, each with its own text where that differs. */
  accounts: z.array(z.object({ accountId: Id, text: Text.optional() })).max(30),
  pictures: z.array(z.object({ id: Id, alt: z.string().max(2000).default('') })).max(10).default([]),
  link: LinkWish.nullable().default(null),
}
export const WritePost = z.object(postFields)
export type WritePost = z.infer<typeof WritePost>

/** Now, or a day and hour of the shop's own clock. */
export const When = z.union([z.literal('now'), z.object({ day: Day, time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) })])
export type When = z.infer<typeof When>

export const HandOverAnswer = z.discriminatedUnion('did', [
  z.object({ did: z.literal('done'), address: z.url({ protocol: /^https?$/ }).max(2000).optional() }),
  z.object({ did: z.literal('later'), minutes: z.int().min(5).max(7 * 24 * 60) }),
  z.object({ did: z.literal('skip') }),
])
export type HandOverAnswer = z.infer<typeof HandOverAnswer>

/** A target that waits for a person, with all that it takes to post it. */
export const HandOver = z.object({ post: Post, target: Target })
export type HandOver = z.infer<typeof HandOver>

const PictureParams = ShopThingParams

export const publishingRoutes = {
  addPicture: route({
    method: 'POST',
    path: '/api/shops/:shop/pictures',
    who: 'member',
    notForGuests: true,
    summary: 'Keeps a picture for a post: one file of a multipart upload.',
    params: ShopParams,
    upload: true,
    answer: Picture,
  }),
  picture: route({
    method: 'GET',
    path: '/api/shops/:shop/pictures/:id',
    who: 'member',
    summary: 'The picture itself.',
    params: PictureParams,
    answer: z.unknown(),
  }),
  writePost: route({
    method: 'POST',
    path: '/api/shops/:shop/posts',
    who: 'member',
    summary: 'Keeps a post as a draft.',
    params: ShopParams,
    body: WritePost,
    answer: Post,
  }),
  post: route({
    method: 'GET',
    path: '/api/shops/:shop/posts/:id',
    who: 'member',
    summary: 'One post and where it stands on each account.',
    params: ShopThingParams,
    answer: Post,
  }),
  posts: route({
    method: 'GET',
    path: '/api/shops/:shop/posts',
    who: 'member',
    summary: 'Posts of a span of days (both included), and all drafts when asked for.',
    params: ShopParams,
    query: z.object({ from: Day, to: Day, drafts: z.stringbool().default(false) }),
    answer: z.array(Post),
  }),
  postWords: route({
    method: 'GET',
    path: '/api/shops/:shop/posts/words',
    who: 'member',
    summary: 'What the newest thousand posts begin with, deleted ones too: what they are known by in a list.',
    params: ShopParams,
    answer: z.array(z.object({ id: Id, words: z.string() })),
  }),
  changePost: route({
    method: 'PUT',
    path: '/api/shops/:shop/posts/:id',
    who: 'member',
    summary: 'Changes a post that is not out yet; a scheduled one stays scheduled.',
    params: ShopThingParams,
    body: WritePost,
    answer: Post,
  }),
  schedulePost: route({
    method: 'POST',
    path: '/api/shops/:shop/posts/:id/schedule',
    who: 'member',
    summary: 'Sets the hour at which a post goes out, or moves it.',
    params: ShopThingParams,
    body: z.object({ when: When }),
    answer: Post,
  }),
  unschedulePost: route({
    method: 'POST',
    path: '/api/shops/:shop/posts/:id/unschedule',
    who: 'member',
    summary: 'Makes a draft of a post again, where it is not out yet.',
    params: ShopThingParams,
    answer: Post,
  }),
  deletePost: route({
    method: 'DELETE',
    path: '/api/shops/:shop/posts/:id',
    who: 'member',
    summary: 'Removes a post; what is out already stays out.',
    params: ShopThingParams,
    answer: noContent,
  }),
  putBackPost: route({
    method: 'POST',
    path: '/api/shops/:shop/posts/:id/put-back',
    who: 'member',
    summary: 'Puts a removed post back as it was; one whose hour has passed comes back as a draft.',
    params: ShopThingParams,
    answer: Post,
  }),
  handOvers: route({
    method: 'GET',
    path: '/api/shops/:shop/hand-overs',
    who: 'member',
    summary: 'What waits for a person to post it.',
    params: ShopParams,
    answer: z.array(HandOver),
  }),
  completeHandOver: route({
    method: 'POST',
    path: '/api/shops/:shop/targets/:id/hand-over',
    who: 'member',
    summary: 'Says what became of a hand-over: done, later, or skipped.',
    params: ShopThingParams,
    body: HandOverAnswer,
    answer: Post,
  }),
  reopenHandOver: route({
    method: 'POST',
    path: '/api/shops/:shop/targets/:id/reopen',
    who: 'member',
    summary: 'Takes back what was said of a hand-over: it waits again.',
    params: ShopThingParams,
    answer: Post,
  }),
  tryAgain: route({
    method: 'POST',
    path: '/api/shops/:shop/targets/:id/try-again',
    who: 'member',
    summary: 'Sends once more what failed, or looks once more for what could not be found out.',
    params: ShopThingParams,
    answer: Post,
  }),
  settleTarget: route({
    method: 'POST',
    path: '/api/shops/:shop/targets/:id/settle',
    who: 'member',
    summary: 'Says whether a post that could not be found out is there.',
    params: ShopThingParams,
    body: z.object({ there: z.boolean(), address: z.url({ protocol: /^https?$/ }).max(2000).optional() }),
    answer: Post,
  }),
  postsOfMonth: route({
    method: 'GET',
    path: '/api/shops/:shop/posts-of-month',
    who: 'member',
    summary: 'What went out in a month.',
    params: ShopParams,
    query: z.object({ month: Month }),
    answer: z.array(Post),
  }),
}
