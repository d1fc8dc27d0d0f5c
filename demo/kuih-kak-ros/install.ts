import type { Channel } from '#contract/channels.ts'
import type { ShopProfile } from '#contract/workspace.ts'
import type { Intake } from '#modules/analytics'
import { commands as effort } from '#modules/effort'
import { commands as links, type LinksNeeds } from '#modules/links'
import { commands as networks } from '#modules/networks'
import { commands as publishing } from '#modules/publishing'
import { commands as shop } from '#modules/shop'
import { commands as workspace } from '#modules/workspace'
import { addDays, addMonths, dayIn, instantAt, monthIn, monthsBetween, stoppedClock, type StoppedClock } from '#platform/clock'
import { scopesOf } from '#platform/db'
import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import { closeWhenDue, kept, type DemoNeeds, type DemoOpener } from '../laying-down.ts'
import { BEGUN, buyers, CONTRIBUTION, costs, followers, minutes, orders, posts, products, ROS, ZONE, type RosOrder } from './plan.ts'
import { visitsBefore } from './visits.ts'

/** Her own days: `at(3, '20:15')` is a quarter past eight in the evening three days ago. */
interface Days {
  day(daysAgo: number): string
  at(daysAgo: number, time: string): Date
}

function daysBefore(now: Date): Days {
  const today = dayIn(ZONE, now)
  const day = (daysAgo: number) => addDays(today, -daysAgo)
  return { day, at: (daysAgo, time) => instantAt(ZONE, day(daysAgo), time) }
}

/** The links she has: who follows one writes its code into the first message. */
const PLACES: readonly { channel: Channel; name: string; kind: 'card' | 'other' }[] = [
  { channel: 'whatsapp', name: 'Status WhatsApp', kind: 'other' },
  { channel: 'facebook', name: 'Halaman Facebook', kind: 'other' },
  { channel: 'instagram', name: 'Bio Instagram', kind: 'other' },
]

/**
 * Lays Kuih Kak Ros's desk down by the same commands an owner's taps go through, each on its own day of her six weeks.
 * It announces only that it is there: what lies in the past asks for no reaction.
 */
export async function installKuihKakRos(needs: DemoNeeds, opener: DemoOpener, now: Date): Promise<ShopProfile> {
  const days = daysBefore(now)
  const clock = stoppedClock(days.at(BEGUN, '09:00'))
  const scopes = scopesOf(needs.database, needs.hits, clock)
  const shopId = newId(now.getTime())
  // One transaction: a kill leaves the whole of her or nothing.
  const profile = await scopes.writing(shopId, { kind: 'system', id: 'demo' }, async (speaking) => {
    const scope: WriteScope = { ...speaking, announce: async () => {} }
    const begun = await begin(scope, needs, opener)
    const rosId = await addRos(scope, days)
    const codes = await addPlaces(scope, needs)
    await noteOrders(scope, needs, { days, clock, codes })
    clock.set(now)
    for (const { daysAgo, ...entry } of minutes) kept(await effort.logMinutes(scope, { ...entry, day: days.day(daysAgo), memberId: rosId }))
    for (const { daysAgo, ...cost } of costs) kept(await effort.noteCost(scope, { ...cost, day: days.day(daysAgo) }))
    await notePosts(scope, needs, days)
    for (const month of monthsBetween(monthIn(ZONE, days.at(BEGUN, '09:00')), addMonths(monthIn(ZONE, now), -1))) await closeWhenDue(scope, clock, { month, zone: ZONE, now })
    clock.set(now)
    await speaking.announce({ type: 'DemoInstalled' })
    return begun
  })
  await recordVisits(needs.intake, shopId, now)
  return profile
}

const begin = async (scope: WriteScope, needs: DemoNeeds, opener: DemoOpener): Promise<ShopProfile> =>
  kept(
    await workspace.beginShop(scope, needs.slugs, opener, {
      name: 'Kuih Kak Ros',
      country: 'MY',
      currency: 'MYR',
      zone: ZONE,
      aim: 'customers',
      whatsapp: '011-0000 0000',
      worth: { by: 'income', yearly: ROS.yearly, hours: ROS.hours },
      demo: 'kuih-kak-ros',
    }),
  )

async function addRos(scope: WriteScope, days: Days): Promise<string> {
  const ros = await workspace.addMember(scope, { name: ROS.name, role: 'owner' })
  kept(await workspace.setWorth(scope, ros.id, days.day(BEGUN), { by: 'income', yearly: ROS.yearly, hours: ROS.hours }))
  return ros.id
}

async function addPlaces(scope: WriteScope, needs: DemoNeeds): Promise<ReadonlyMap<Channel, string>> {
  const linksNeeds: LinksNeeds = { publicAddress: () => ({ url: needs.address, reachable: true }) }
  kept(
    await links.changeShopPage(scope, linksNeeds, {
      headline: 'Kuih tradisional dari Kota Bharu',
      words: 'Akok, jala mas, seri muka. Tempah sehari awal, ambil atau hantar sekitar bandar.',
      pictureAlt: '',
      theme: 'leaf',
      buttons: [
        { kind: 'whatsapp', label: 'Tempah melalui WhatsApp', target: '' },
        { kind: 'order', label: products.box.name, target: products.box.name },
      ],
    }),
  )
  const codes = new Map<Channel, string>()
  for (const { channel, name, kind } of PLACES) {
    const { link } = kept(await links.addPlacement(scope, linksNeeds, { kind, name, channel, leadsTo: 'whatsapp' }))
    if (link.chatCode) codes.set(channel, link.chatCode)
  }
  return codes
}

async function noteOrders(
  scope: WriteScope,
  needs: DemoNeeds,
  { days, clock, codes }: { days: Days; clock: StoppedClock; codes: ReadonlyMap<Channel, string> },
): Promise<void> {
  const productIds = {
    box: kept(await shop.addProduct(scope, {}, products.box)).id,
    serunding: kept(await shop.addProduct(scope, {}, products.serunding)).id,
  }
  for (const order of orders) {
    const at = days.at(order.daysAgo, order.time)
    clock.set(at)
    const code = order.channel && codes.get(order.channel)
    kept(
      await shop.noteOrder(scope, { secrets: needs.secrets }, {
        amount: products[order.product].price,
        margin: CONTRIBUTION[order.product],
        orderedAt: at,
        salesPlace: order.salesPlace,
        lines: [{ product: productIds[order.product], quantity: 1 }],
        state: 'done',
        foundUs: foundUsOf(order),
        ...(code && { code }),
        ...(order.buyer !== null && { phone: buyers[order.buyer]!.phone, buyerName: buyers[order.buyer]!.name }),
      }),
    )
  }
}

/** Orders of the last week may still be asked, and Today says so; older ones are past asking, and Shopee's buyers too. */
function foundUsOf(order: RosOrder) {
  if (order.said) return { answer: 'said' as const, channel: order.said.channel, detail: order.said.detail ?? null }
  return { answer: order.daysAgo < 7 && order.buyer !== null ? ('missing' as const) : ('not-asked' as const) }
}

/** Her accounts are hand-over ones: the demo never publishes. What she posted is noted as posted. */
async function notePosts(scope: WriteScope, needs: DemoNeeds, days: Days): Promise<void> {
  const accounts = new Map<string, string>()
  for (const [network, handle] of [
    ['facebook', 'Kuih Kak Ros'],
    ['instagram', 'kuihkakros'],
    ['tiktok', 'kuihkakros'],
    ['whatsapp-status', 'Kak Ros'],
  ] as const) {
    const account = kept(await networks.connectAccount(scope, needs.networks, { network, way: 'hand-over', handle }))
    accounts.set(network, account.id)
  }
  const past = posts.map(({ daysAgo, time, network, text }) => ({ accountId: accounts.get(network)!, text, at: days.at(daysAgo, time), language: 'ms' as const }))
  kept(await publishing.notePosts(scope, needs.networks, past))
  for (const { daysAgo, ...count } of followers) kept(await networks.noteFollowers(scope, { ...count, day: days.day(daysAgo) }))
}

async function recordVisits(intake: Pick<Intake, 'record'>, workspaceId: string, now: Date): Promise<void> {
  const record = (visit: ReturnType<typeof visitsBefore>[number], kind: 'view' | 'whatsapp-opened', at: Date) =>
    intake.record({
      workspaceId,
      kind,
      at,
      path: '/s/kuih-kak-ros',
      channel: visit.channel,
      visitorId: visit.visitor,
      userAgent: 'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36',
    })
  await Promise.all(
    visitsBefore(now).flatMap((visit) => [
      record(visit, 'view', visit.at),
      ...(visit.openedWhatsapp ? [record(visit, 'whatsapp-opened', new Date(visit.at.getTime() + 40_000))] : []),
    ]),
  )
}
