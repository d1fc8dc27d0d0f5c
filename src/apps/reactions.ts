import type { Channel } from '#contract/channels.ts'
import type { Money } from '#contract/values.ts'
import { commands as effort } from '#modules/effort'
import { queries as payback } from '#modules/payback'
import { commands as publishingCommands, queries as publishing } from '#modules/publishing'
import { commands as shop, queries as selling } from '#modules/shop'
import { commands as workspaceCommands, queries as workspace } from '#modules/workspace'
import { addressesOf } from '#platform/auth'
import type { StoredEvent } from '#platform/db'
import { fateOf } from '#platform/mail'
import type { Actor } from '#platform/scope'
import type { Kicau } from './compose.ts'

type Reaction = (kicau: Kicau, event: StoredEvent) => Promise<void>

/**
 * The whole choreography between modules: when X was announced, do Y. A reaction may run again after a kill, so each
 * changes nothing the second time.
 */
const reactions: Record<string, Reaction[]> = {
  OrderNoted: [draftMinutes({ activity: 'answer', minutes: 2 }), correctBook],
  PostScheduled: [draftMinutes({ activity: 'write', minutes: 10, ofPost: true, follows: true })],
  HandOverDue: [mailHandOver],
  HandOverDone: [draftMinutes({ activity: 'write', minutes: 3, ofPost: true, follows: true })],
  LinkMade: [draftLink],
  MemberInvited: [mailInvitation],
  FormOrderSent: [mailFormOrder],
  AccountConnected: [resumePosts],
  ResolutionChanged: [keepHour],
  ExperimentBegun: [offerVoucher],
  ShopRemoved: [forgetHits, forgetMedia],
  OrderChanged: [correctBook],
  OrdersImported: [correctBook],
  CostNoted: [correctBook],
  CostChanged: [correctBook],
  MinutesLogged: [correctBook],
  MinutesChanged: [correctBook],
  EveningNoted: [correctBook],
  WorthSet: [correctBook],
  TrafficWorthSet: [countTraffic, correctBook],
  ProductsChanged: [correctBook],
  UsualMarginSaid: [correctBook],
  RatesChanged: [reckonCosts, correctBook],
  TrafficCounted: [correctBook],
  VisitsImported: [countTrafficAgain],
}

const bySystem: Actor = { kind: 'system', id: 'reactions' }

export async function react(kicau: Kicau, event: StoredEvent): Promise<void> {
  for (const reaction of reactions[event.type] ?? []) await reaction(kicau, event)
}

interface Drafted {
  activity: 'answer' | 'write' | 'plan'
  /** About how long a thing of this kind takes. */
  minutes: number
  /** Minutes of the post that the event names. */
  ofPost?: boolean
  /** A running timer goes over to it: not where the event does not know the channel. */
  follows?: boolean
}

/** What is done in Kicau drafts its minutes, for the evening to keep or drop; a timer that runs follows it. */
function draftMinutes({ activity, minutes, ofPost = false, follows = false }: Drafted): Reaction {
  return async ({ scopes }, event) => {
    const { by, channel = null, postId } = event.payload as { by: Actor; channel?: Channel | null; postId?: string }
    if (by.kind !== 'login') return
    await scopes.writing(event.workspaceId, bySystem, async (scope) => {
      const memberId = await workspace.memberOfLogin(scope, by.id)
      if (memberId) await effort.draftFromActivity(scope, { memberId, channel, activity, at: event.announcedAt, minutes, follows, ...(ofPost && postId !== undefined && { postId }) })
    })
  }
}

/** A link that somebody made by hand; what a post or a placement brings with it took no time of its own. */
async function draftLink(kicau: Kicau, event: StoredEvent): Promise<void> {
  if (event.payload.for === null) await draftMinutes({ activity: 'plan', minutes: 2, follows: true })(kicau, event)
}

/** The hour that was resolved is when their thirty minutes are. */
async function keepHour({ scopes }: Kicau, event: StoredEvent): Promise<void> {
  const { by, hour, newHour } = event.payload as { by: Actor; hour: string | null; newHour: boolean }
  if (by.kind !== 'login' || hour === null || !newHour) return
  await scopes.writing(event.workspaceId, bySystem, async (scope) => {
    const memberId = await workspace.memberOfLogin(scope, by.id)
    if (memberId) await effort.chooseHour(scope, { memberId, hour, saidAt: event.announcedAt })
  })
}

/** A reminder is in the app always; by mail where a mail server is set. */
async function mailHandOver({ scopes, mail, database, settings }: Kicau, event: StoredEvent): Promise<void> {
  if (!mail.works) return
  const targetId = String(event.payload.targetId)
  const letter = await publishing.handOverLetter(scopes.reading(event.workspaceId), targetId, { publicUrl: settings.PUBLIC_URL })
  if (!letter) return
  const { toLogins, ...words } = letter
  for (const { id, email } of await addressesOf(database.pool, toLogins)) await mail.send({ ...words, to: email, messageId: `hand-over-${targetId}-${id}` })
}

/** Somebody waits for a word: in the app always, by mail where a mail server is set. */
async function mailFormOrder({ scopes, mail, database, settings }: Kicau, event: StoredEvent): Promise<void> {
  if (!mail.works) return
  const formOrderId = String(event.payload.formOrderId)
  const letter = await selling.formOrderLetter(scopes.reading(event.workspaceId), formOrderId, { publicUrl: settings.PUBLIC_URL })
  if (!letter) return
  const { toLogins, ...words } = letter
  for (const { id, email } of await addressesOf(database.pool, toLogins)) await mail.send({ ...words, to: email, messageId: `form-order-${formOrderId}-${id}` })
}

/** Where a letter was asked for. What the server will not have is not tried again; the link can be copied. */
async function mailInvitation({ scopes, mail, secrets, settings }: Kicau, event: StoredEvent): Promise<void> {
  const invitationId = String(event.payload.invitationId)
  const letter = await workspace.invitationLetter(scopes.reading(event.workspaceId), { secrets, publicUrl: settings.PUBLIC_URL }, invitationId)
  if (!letter) return
  const became = await mail.send({ ...letter, messageId: `invitation-${invitationId}` }).then(
    () => 'sent' as const,
    (failure: unknown) => {
      const fate = fateOf(failure)
      // The outbox tries again.
      if (fate === 'later') throw failure
      return fate
    },
  )
  await scopes.writing(event.workspaceId, bySystem, (scope) => workspaceCommands.noteLetter(scope, invitationId, became))
}

/** What failed because an account had to be connected again goes out once it is. */
async function resumePosts({ scopes }: Kicau, event: StoredEvent): Promise<void> {
  if (event.payload.again !== true) return
  await scopes.writing(event.workspaceId, bySystem, (scope) => publishingCommands.resumeAfterReconnect(scope, String(event.payload.accountId)))
}

/** A code that is offered in drawn weeks is a voucher: whoever names it came by its channel. */
async function offerVoucher({ scopes }: Kicau, event: StoredEvent): Promise<void> {
  const { voucher } = event.payload as { voucher?: { code: string; channel: Channel; from: string; to: string } | null }
  if (voucher) await scopes.writing(event.workspaceId, bySystem, (scope) => shop.takeUpVoucher(scope, voucher))
}

/** Visits that earn from a day on are counted from that day on. */
async function countTraffic({ scopes }: Kicau, event: StoredEvent): Promise<void> {
  await scopes.writing(event.workspaceId, bySystem, (scope) => shop.countTraffic(scope, String(event.payload.from)))
}

/** Visits of the past came in or were taken out. */
async function countTrafficAgain({ scopes }: Kicau, event: StoredEvent): Promise<void> {
  const { from } = event.payload as { from: string | null }
  if (from !== null) await scopes.writing(event.workspaceId, bySystem, (scope) => shop.countTraffic(scope, from))
}

/** What was spent in a currency follows its rates, as orders do at once. */
async function reckonCosts({ scopes }: Kicau, event: StoredEvent): Promise<void> {
  const { currency, from } = event.payload as { currency: Money; from: string }
  await scopes.writing(event.workspaceId, bySystem, (scope) => effort.reckonCosts(scope, { currency, from }))
}

/** What changed in a closed month is noted on the day it changed: the month itself stays. */
async function correctBook({ scopes }: Kicau, event: StoredEvent): Promise<void> {
  await scopes.writing(event.workspaceId, bySystem, (scope) => effort.keepCorrections(scope, payback.bookDue))
}

async function forgetMedia({ media }: Kicau, event: StoredEvent): Promise<void> {
  await media.removeShop(event.workspaceId)
}

async function forgetHits({ hits }: Kicau, event: StoredEvent): Promise<void> {
  for (const table of ['analytics_hits', 'analytics_bots', 'analytics_visit_days', 'analytics_visits', 'analytics_imported_days'])
    await hits.client.command({ query: `DELETE FROM ${table} WHERE workspace_id = {shop:UUID}`, query_params: { shop: event.workspaceId } })
  await hits.client.command({ query: 'ALTER TABLE analytics_visits_aside DELETE WHERE workspace_id = {shop:UUID}', query_params: { shop: event.workspaceId } })
}
