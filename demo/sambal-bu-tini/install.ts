import type { Channel } from '#contract/channels.ts'
import type { ShopProfile } from '#contract/workspace.ts'
import type { Intake } from '#modules/analytics'
import { commands as effort } from '#modules/effort'
import { commands as links, type LinksNeeds } from '#modules/links'
import { commands as networks } from '#modules/networks'
import { commands as publishing } from '#modules/publishing'
import { commands as shop } from '#modules/shop'
import { commands as workspace } from '#modules/workspace'
import { addMonths, instantAt, monthIn, stoppedClock } from '#platform/clock'
import { scopesOf } from '#platform/db'
import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import { kept, type DemoNeeds, type DemoOpener } from '../laying-down.ts'
import { demoFacts, ZONE, type DemoFacts, type DemoOrder } from './facts.ts'
import { CONTRIBUTION, GOODS_AND_PACKING, PRICE, TINI, WULAN } from './plan.ts'

/** Every link of hers: who follows it writes its code into the first message. */
const PLACES: readonly { channel: Channel; name: string; kind: 'card' | 'jar' | 'other' | 'blog' }[] = [
  { channel: 'card', name: 'Stoples dan kartu', kind: 'jar' },
  { channel: 'whatsapp', name: 'Status WhatsApp', kind: 'other' },
  { channel: 'instagram', name: 'Bio Instagram', kind: 'other' },
  { channel: 'facebook', name: 'Halaman Facebook', kind: 'other' },
  { channel: 'x', name: 'Bio Twitter', kind: 'other' },
  { channel: 'blog', name: 'Blog', kind: 'blog' },
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
  const profile = await scopes.writing(shopId, by, async (speaking) => {
    const scope: WriteScope = { ...speaking, announce: async () => {} }
    const shop = await begin(scope, needs, opener)
    const people = await addPeople(scope, facts)
    const codes = await addPlaces(scope, needs)
    const product = await addProduct(scope)
    for (const month of [...facts.months, facts.running]) {
      const running = month === facts.running
      clock.set(running ? now : instantAt(ZONE, `${addMonths(month, 1)}-01`))
      for (const order of facts.orders) if (monthIn(ZONE, order.at) === month) await noteOrder(scope, needs, order, { codes, product, running })
      for (const { member, ...minutes } of facts.minutes)
        if (minutes.day.startsWith(month)) kept(await effort.logMinutes(scope, { ...minutes, memberId: people[member] }))
      for (const cost of facts.costs) if (cost.day.startsWith(month)) kept(await effort.noteCost(scope, cost))
    }
    clock.set(now)
    await addAccounts(scope, needs, facts)
    await speaking.announce({ type: 'DemoInstalled' })
    return shop
  })
  await recordVisits(needs.intake, shopId, facts)
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

async function addPlaces(scope: WriteScope, needs: DemoNeeds): Promise<Map<Channel, string>> {
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
  const codes = new Map<Channel, string>()
  for (const { channel, name, kind } of PLACES) {
    const { link } = kept(await links.addPlacement(scope, linksNeeds, { kind, name, channel, leadsTo: 'whatsapp' }))
    if (link.chatCode) codes.set(channel, link.chatCode)
  }
  return codes
}

/** Her accounts are hand-over ones: the demo never publishes. What they posted lately is noted as posted. */
async function addAccounts(scope: WriteScope, needs: DemoNeeds, facts: DemoFacts): Promise<void> {
  const accountOf = async (network: string, handle: string) => kept(await networks.connectAccount(scope, needs.networks, { network, way: 'hand-over', handle }))
  const instagram = await accountOf('instagram', 'sambalbutini')
  await accountOf('facebook', 'Sambal Bu Tini')
  const status = await accountOf('whatsapp-status', 'Bu Tini')
  for (const count of facts.followers) kept(await networks.noteFollowers(scope, count))

  const day = 86_400_000
  const now = scope.clock.now().getTime()
  const past = ['Cabai rawit hari ini dari Muntilan, pedasnya segar.', 'Yang tanya level 0 untuk anak: sudah ada, manis gurih.', 'Stoples dikumpulkan ya, tukar tiga dapat satu.']
  for (const [index, text] of past.entries())
    kept(await publishing.notePost(scope, needs.networks, { accountId: index === 1 ? instagram.id : status.id, text, at: new Date(now - (index * 2 + 1) * day) }))
}

async function addProduct(scope: WriteScope): Promise<string> {
  const product = kept(await shop.addProduct(scope, {}, { name: 'Sambal bawang, 2 stoples', price: PRICE, cost: GOODS_AND_PACKING }))
  return product.id
}

async function noteOrder(
  scope: WriteScope,
  needs: DemoNeeds,
  order: DemoOrder,
  { codes, product, running }: { codes: ReadonlyMap<Channel, string>; product: string; running: boolean },
): Promise<void> {
  const said = order.said === null ? null : { answer: 'said' as const, channel: order.said, detail: order.saidDetail }
  kept(
    await shop.noteOrder(scope, { secrets: needs.secrets }, {
      amount: PRICE,
      margin: CONTRIBUTION,
      orderedAt: order.at,
      salesPlace: order.salesPlace,
      lines: [{ product, quantity: 1 }],
      state: 'done',
      // Old orders are past asking; those of the running month may still be asked, and Today says so.
      foundUs: said ?? { answer: running && order.channel !== null ? 'missing' : 'not-asked' },
      ...(order.withCode && order.channel && { code: codes.get(order.channel)! }),
      ...(order.buyer && { phone: order.buyer.phone, buyerName: order.buyer.name }),
    }),
  )
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
      userAgent: 'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36',
    })
  await Promise.all(
    facts.visits.flatMap((visit) => [
      record(visit, 'view', visit.at),
      ...(visit.openedWhatsapp ? [record(visit, 'whatsapp-opened', new Date(visit.at.getTime() + 40_000))] : []),
    ]),
  )
}
