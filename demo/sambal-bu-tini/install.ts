import type { Channel } from '#contract/channels.ts'
import type { SayableFact } from '#contract/stage.ts'
import type { ShopProfile } from '#contract/workspace.ts'
import type { Intake } from '#modules/analytics'
import { agenda as resolutions, commands as coach, openAgenda } from '#modules/coach'
import { commands as effort } from '#modules/effort'
import { commands as links, type LinksNeeds } from '#modules/links'
import { commands as networks } from '#modules/networks'
import { commands as publishing, type PastPost } from '#modules/publishing'
import { commands as shop } from '#modules/shop'
import { commands as workspace } from '#modules/workspace'
import { addDays, addMonths, dayIn, instantAt, monthIn, stoppedClock, weekdayOf } from '#platform/clock'
import { scopesOf } from '#platform/db'
import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import { closeWhenDue, kept, type DemoNeeds, type DemoOpener } from '../laying-down.ts'
import { A_CHAT, demoFacts, ZONE, type DemoFacts, type DemoOrder } from './facts.ts'
import { behaviour, CASE_STUDY, CONTRIBUTION, GOODS_AND_PACKING, PRICE, RESOLUTION, TINI, WULAN } from './plan.ts'
import type { DemoPost, PostingAccount } from './posts.ts'
import { caseStudy, disagreement, resolution, selfTestOfMonthSix } from './words.ts'

/** Every link of hers: who follows it writes its code into the first message. */
const PLACES: readonly { channel: Channel; name: string; kind: 'card' | 'jar' | 'other' | 'blog' }[] = [
  { channel: 'card', name: 'Stoples dan kartu', kind: 'jar' },
  { channel: 'whatsapp', name: 'Status WhatsApp', kind: 'other' },
  { channel: 'instagram', name: 'Bio Instagram', kind: 'other' },
  { channel: 'facebook', name: 'Halaman Facebook', kind: 'other' },
  { channel: 'x', name: 'Bio Twitter', kind: 'other' },
  { channel: 'blog', name: 'Blog', kind: 'blog' },
]

interface DemoLink {
  id: string
  code: string
  url: string
  chatCode: string | null
}

/** Where she posts, and the month (as an index) in which each begins. */
const ACCOUNTS: readonly { account: PostingAccount; network: string; handle: string; from: number }[] = [
  { account: 'instagram', network: 'instagram', handle: 'sambalbutini', from: 1 },
  { account: 'facebook', network: 'facebook', handle: 'Sambal Bu Tini', from: 1 },
  { account: 'x', network: 'x', handle: 'sambalbutini', from: 1 },
  { account: 'whatsapp', network: 'whatsapp-status', handle: 'Bu Tini', from: RESOLUTION },
]

/** In the running month, the newest first, two days apart. */
const LATEST: readonly { account: PostingAccount; text: string }[] = [
  { account: 'whatsapp', text: 'Cabai rawit hari ini dari Muntilan, pedasnya segar.' },
  { account: 'instagram', text: 'Yang tanya level 0 untuk anak: sudah ada, manis gurih.' },
  { account: 'whatsapp', text: 'Stoples dikumpulkan ya, tukar tiga dapat satu.' },
]

/**
 * Lays Sambal Bu Tini's desk down by the same commands an owner's taps go through, with a clock that walks through her
 * fifteen months. It announces only that it is there: what lies in the past asks for no reaction.
 */
export async function installSambalBuTini(needs: DemoNeeds, opener: DemoOpener, now: Date): Promise<ShopProfile> {
  const facts = demoFacts(now)
  const clock = stoppedClock(instantAt(ZONE, `${facts.months[0]}-01`))
  const scopes = scopesOf(needs.database, needs.hits, clock)
  const shopId = newId(now.getTime())
  const by = { kind: 'system', id: 'demo' } as const
  // One transaction: a kill leaves the whole of her or nothing.
  const { profile, links } = await scopes.writing(shopId, by, async (speaking) => {
    const scope: WriteScope = { ...speaking, announce: async () => {} }
    const profile = await begin(scope, needs, opener)
    const people = await addPeople(scope, facts)
    const links = await addPlaces(scope, needs)
    const product = await addProduct(scope)
    const accounts = new Map<PostingAccount, string>()
    for (const [index, month] of [...facts.months, facts.running].entries()) {
      const running = month === facts.running
      clock.set(instantAt(ZONE, `${month}-01`))
      await addAccounts(scope, needs, accounts, index)
      if (index === RESOLUTION) {
        clock.set(instantAt(ZONE, firstMonday(month), '08:00'))
        await resolve(scope, people.tini)
      }
      if (index === CASE_STUDY) {
        clock.set(instantAt(ZONE, `${month}-20`, '08:00'))
        await coach.changeStory(scope, caseStudy)
      }
      clock.set(running ? now : instantAt(ZONE, `${addMonths(month, 1)}-01`))
      await noteOrders(scope, needs, facts.orders.filter(({ at }) => monthIn(ZONE, at) === month), { links, product, running })
      for (const { member, ...minutes } of facts.minutes)
        if (minutes.day.startsWith(month)) kept(await effort.logMinutes(scope, { ...minutes, memberId: people[member] }))
      for (const cost of facts.costs) if (cost.day.startsWith(month)) kept(await effort.noteCost(scope, cost))
      await addPosts(scope, needs, facts.posts.filter(({ at }) => monthIn(ZONE, at) === month), { accounts, links })
      await say(scope, { memberId: people.tini, month, index })
      if (!running) await closeWhenDue(scope, clock, { month, zone: ZONE, now })
    }
    clock.set(now)
    for (const count of facts.followers) kept(await networks.noteFollowers(scope, count))
    await addLatestPosts(scope, needs, accounts)
    await speaking.announce({ type: 'DemoInstalled' })
    return { profile, links }
  })
  await Promise.all([recordVisits(needs.intake, shopId, facts), recordTaps(needs.intake, shopId, facts, links)])
  return profile
}

async function begin(scope: WriteScope, needs: DemoNeeds, opener: DemoOpener): Promise<ShopProfile> {
  const profile = await workspace.beginShop(scope, needs.slugs, opener, {
    name: 'Sambal Bu Tini',
    country: 'ID',
    currency: 'IDR',
    zone: ZONE,
    aim: 'customers',
    whatsapp: '0812-0000-0000',
    worth: { by: 'income', yearly: TINI.yearly, hours: TINI.hours },
    demo: 'sambal-bu-tini',
  })
  return kept(profile)
}

async function addPeople(scope: WriteScope, facts: DemoFacts): Promise<{ tini: string; wulan: string }> {
  const since = `${facts.months[0]}-01`
  const tini = await workspace.addMember(scope, { name: TINI.name, role: 'owner' })
  const wulan = await workspace.addMember(scope, { name: WULAN.name })
  kept(await workspace.setWorth(scope, tini.id, since, { by: 'income', yearly: TINI.yearly, hours: TINI.hours }))
  kept(await workspace.setWorth(scope, wulan.id, since, { by: 'wage', hourly: WULAN.hourly }))
  return { tini: tini.id, wulan: wulan.id }
}

async function addPlaces(scope: WriteScope, needs: DemoNeeds): Promise<Map<Channel, DemoLink>> {
  const linksNeeds: LinksNeeds = { publicAddress: () => ({ url: needs.address, reachable: true }) }
  kept(
    await links.changeShopPage(scope, linksNeeds, {
      headline: 'Sambal rumahan dari Kotagede',
      words: 'Diulek pagi, dikirim siang. Level 0 untuk anak sampai level 5 untuk yang berani.',
      pictureAlt: '',
      theme: 'turmeric',
      buttons: [
        { kind: 'whatsapp', label: 'Pesan lewat WhatsApp', target: '' },
        { kind: 'order', label: 'Sambal bawang, 2 stoples', target: 'Sambal bawang, 2 stoples' },
      ],
    }),
  )
  const made = new Map<Channel, DemoLink>()
  for (const { channel, name, kind } of PLACES) {
    const { link } = kept(await links.addPlacement(scope, linksNeeds, { kind, name, channel, leadsTo: 'whatsapp' }))
    made.set(channel, { id: link.id, code: link.code, url: link.url ?? `${needs.address}/l/${link.code}`, chatCode: link.chatCode })
  }
  return made
}

/** The accounts she opens as a month begins. Hand-over ones: the demo never publishes. */
async function addAccounts(scope: WriteScope, needs: DemoNeeds, accounts: Map<PostingAccount, string>, index: number): Promise<void> {
  for (const { account, network, handle, from } of ACCOUNTS)
    if (from === index) accounts.set(account, kept(await networks.connectAccount(scope, needs.networks, { network, way: 'hand-over', handle })).id)
}

/** What she posted in a month, noted as what went out without Kicau. */
async function addPosts(
  scope: WriteScope,
  needs: DemoNeeds,
  posts: readonly DemoPost[],
  { accounts, links }: { accounts: ReadonlyMap<PostingAccount, string>; links: ReadonlyMap<Channel, DemoLink> },
): Promise<void> {
  const past = posts.map(({ account, text, at, automatic, withCode }): PastPost => {
    const link = withCode ? links.get(account) : undefined
    return { accountId: accounts.get(account)!, text: link ? `${text}\n\n${link.url}` : text, at, origin: automatic ? 'feed' : 'elsewhere', ...(link && { link }) }
  })
  kept(await publishing.notePosts(scope, needs.networks, past))
}

async function addLatestPosts(scope: WriteScope, needs: DemoNeeds, accounts: ReadonlyMap<PostingAccount, string>): Promise<void> {
  const now = scope.clock.now().getTime()
  const latest = LATEST.map(({ account, text }, index) => ({ accountId: accounts.get(account)!, text, at: new Date(now - (index * 2 + 1) * 86_400_000) }))
  kept(await publishing.notePosts(scope, needs.networks, latest))
}

/** What Kicau cannot see, as she says it at the month's end. */
async function say(scope: WriteScope, { memberId, month, index }: { memberId: string; month: string; index: number }): Promise<void> {
  const said = behaviour[index]
  if (!said) return
  const { answered, firstReply, mentionsWatched } = said
  for (const [fact, value] of Object.entries({ answered, firstReply, automaticReplies: 0, mentionsWatched: mentionsWatched ? 1 : 0 }))
    kept(await coach.sayFact(scope, { memberId, month, fact: fact as SayableFact, value }))
}

/** The first Monday of month 6: she takes the self-test, disagrees with what is shown, resolves, and talks to the three. */
async function resolve(scope: WriteScope, memberId: string): Promise<void> {
  kept(await coach.keepSelfTest(scope, { memberId, answers: selfTestOfMonthSix }))
  await coach.disagree(scope, { memberId, ...disagreement })
  await coach.resolve(scope, resolution)
  kept(await effort.setTimebox(scope, memberId, { weekdays: [1, 2, 3, 4, 5], hour: resolution.hour, minutes: 30, weeklyMinutes: 150 }))
  const agenda = openAgenda([resolutions])
  const [day, hour] = [dayIn(ZONE, scope.clock.now()), resolution.hour]
  for (const { kind, subject } of await agenda.offered(scope, { memberId, day, hour }))
    kept(await coach.answerItem(scope, { agenda }, { memberId, key: `${kind}:${subject}`, answer: 'done' }))
}

const firstMonday = (month: string): string => addDays(`${month}-01`, (8 - weekdayOf(`${month}-01`)) % 7)

async function addProduct(scope: WriteScope): Promise<string> {
  const product = kept(await shop.addProduct(scope, {}, { name: 'Sambal bawang, 2 stoples', price: PRICE, cost: GOODS_AND_PACKING }))
  return product.id
}

async function noteOrders(
  scope: WriteScope,
  needs: DemoNeeds,
  orders: readonly DemoOrder[],
  { links, product, running }: { links: ReadonlyMap<Channel, DemoLink>; product: string; running: boolean },
): Promise<void> {
  const told = orders.map((order) => {
    const said = order.said === null ? null : { answer: 'said' as const, channel: order.said, detail: order.saidDetail }
    return {
      amount: PRICE,
      margin: CONTRIBUTION,
      orderedAt: order.at,
      salesPlace: order.salesPlace,
      lines: [{ product, quantity: 1 }],
      state: 'done' as const,
      // Old orders are past asking; those of the running month may still be asked, and Today says so.
      foundUs: said ?? { answer: running && order.channel !== null ? ('missing' as const) : ('not-asked' as const) },
      ...(order.withCode && order.channel && { code: links.get(order.channel)!.chatCode! }),
      ...(order.buyer && { phone: order.buyer.phone, buyerName: order.buyer.name }),
    }
  })
  kept(await shop.noteOrders(scope, { secrets: needs.secrets }, told))
}

async function recordVisits(intake: Pick<Intake, 'record'>, workspaceId: string, facts: DemoFacts): Promise<void> {
  const record = (visit: DemoFacts['visits'][number], kind: 'view' | 'whatsapp-opened', at: Date) =>
    intake.record({
      workspaceId,
      kind,
      at,
      path: '/s/sambal-bu-tini',
      channel: visit.channel,
      visitorId: visit.visitor,
      userAgent: PHONE,
    })
  await Promise.all(
    facts.visits.flatMap((visit) => [
      record(visit, 'view', visit.at),
      ...(visit.openedWhatsapp ? [record(visit, 'whatsapp-opened', new Date(visit.at.getTime() + A_CHAT))] : []),
    ]),
  )
}

/** Whoever ordered with a link's code had followed that link just before: it led to the chat, with its code in the message. */
async function recordTaps(intake: Pick<Intake, 'record'>, workspaceId: string, facts: DemoFacts, links: ReadonlyMap<Channel, DemoLink>): Promise<void> {
  await Promise.all(
    facts.orders.flatMap(({ at, channel, withCode }, number) => {
      const link = withCode && channel ? links.get(channel) : undefined
      if (!link || !channel) return []
      const { id: linkId, code } = link
      return [intake.record({ workspaceId, kind: 'whatsapp-opened', at: new Date(at.getTime() - A_CHAT), channel, code, linkId, visitorId: `tap-${number}`, userAgent: PHONE })]
    }),
  )
}

const PHONE = 'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36'
