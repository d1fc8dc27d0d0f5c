import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { testShop } from '../../../../tests/harness/index.ts'
import { analyticsSites, commands as analytics, hitsTable, intakePlugin, openIntake, shopPageKey } from '#modules/analytics'
import { openJournal, startLoader } from '#platform/hits'
import { newId } from '#platform/ids'
import { openMediaStore } from '#platform/storage'
import { addPlacement } from '../commands/add-placement.ts'
import { linkForPost } from '../commands/link-for-post.ts'
import { makeLink } from '../commands/make-link.ts'
import { begin, done, reachable } from '../for-tests.ts'
import { links } from '../queries/links.ts'
import { placements } from '../queries/placements.ts'
import { openRedirect } from './redirect.ts'

const PHONE = 'Mozilla/5.0 (Linux; Android 13; SM-A146P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36'
const quiet = { info: () => {}, warn: () => {}, error: () => {} }

/** The whole way of a click: redirect, intake, journal, loader, ClickHouse, and back in the list of links. */
async function whole() {
  const shop = await begin(await testShop())
  const folder = await mkdtemp(join(tmpdir(), 'kicau-clicks-'))
  const journal = await openJournal({ folder, clock: shop.clock, log: quiet, sealAfterMs: 100 })
  const loader = startLoader({ journal, client: shop.hits.client, log: quiet, ...hitsTable })
  const intake = openIntake({ journal, database: shop.database, sites: analyticsSites(shop.database), clock: shop.clock })
  const redirect = openRedirect({ ...reachable, database: shop.database, scopes: shop.scopes, clock: shop.clock, intake, media: openMediaStore(folder) })
  const app = Fastify({ trustProxy: true })
  await app.register(redirect.plugin)
  await app.register(intakePlugin({ intake }))
  onTestFinished(async () => {
    await app.close()
    await loader.stop()
    await journal.close()
    await rm(folder, { recursive: true, force: true })
  })
  const open = async (url: string, ip = '36.70.1.1', userAgent = PHONE) => {
    shop.clock.advance(1000)
    const { headers } = await app.inject({ url, headers: { 'user-agent': userAgent, 'x-forwarded-for': ip } })
    // Clicks are handed to the intake ten milliseconds behind the answer.
    await new Promise((resolve) => setTimeout(resolve, 15))
    return headers.location as string
  }
  /** A browser that shows the page, tracker and all. */
  const look = async (url: string, key: string, ip = '36.70.1.1') => {
    shop.clock.advance(1000)
    const payload = { site: key, kind: 'view', url }
    await app.inject({ method: 'POST', url: '/t/hit', payload, headers: { 'user-agent': PHONE, 'x-forwarded-for': ip, 'content-type': 'application/json' } })
  }
  const settled = async () => {
    await journal.seal()
    await expect.poll(() => loader.state().waiting, { timeout: 10_000 }).toBe(0)
    shop.clock.advance(1000)
  }
  return { shop, redirect, open, look, settled }
}

test('what a link brought stands beside it: clicks of people, visits, chats opened, on the link or on the page it led to', async () => {
  const { shop, redirect, open, look, settled } = await whole()
  const post = { postId: newId(), accountId: null, channel: 'instagram' as const, target: 'shop-page' as const }
  const [bio, chat, jar, silent] = await shop.writing(async (scope) => [
    done(await linkForPost(scope, reachable, post)),
    done(await makeLink(scope, reachable, { kind: 'whatsapp', channel: 'whatsapp', name: 'Status' })),
    done(await addPlacement(scope, reachable, { kind: 'jar', name: 'Tutup', leadsTo: 'shop-page' })),
    done(await makeLink(scope, reachable, { kind: 'url', channel: 'blog', target: 'https://shopee.co.id/x', name: 'Sepi' })),
  ])

  const page = await open(`/l/${bio.code}`)
  const shown = (await redirect.pageFor('sambal', new URL(page, 'http://x').searchParams.get('k')))!
  await look(`https://kicau.example.com${page}`, shopPageKey(shop.workspaceId))
  await open(shown.buttons[0]!.href)
  await open(`/l/${bio.code}`, '36.70.1.2')
  await open(`/l/${bio.code}`, '31.13.24.1', 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)')
  await open(`/l/${bio.code}`, '31.13.24.1', 'WhatsApp/2.23.20.0')
  await open(`/l/${chat.code}`, '36.70.1.3')
  await open(`/l/${chat.code}`, '36.70.1.4')
  await open(`/l/${jar.link.code}`, '36.70.1.5')
  await settled()

  const found = await links(shop.reading(), reachable, { days: 30, limit: 10 })
  expect(found.items.map(({ id, figures }) => [id, figures])).toEqual([
    [chat.id, { clicks: 2, visits: 0, whatsappOpened: 2 }],
    [bio.id, { clicks: 2, visits: 1, whatsappOpened: 1 }],
    [silent.id, { clicks: 0, visits: 0, whatsappOpened: 0 }],
  ])
  expect(found.total).toEqual({ clicks: 5, visits: 1, whatsappOpened: 3 })
  expect((await placements(shop.reading(), reachable, 30))[0]!.link.figures).toEqual({ clicks: 1, visits: 0, whatsappOpened: 0 })
  expect((await links((await begin(shop.another(), { slug: 'lain' })).reading(), reachable, { days: 30, limit: 10 })).total).toEqual({
    clicks: 0,
    visits: 0,
    whatsappOpened: 0,
  })

  const first = await links(shop.reading(), reachable, { days: 30, limit: 2 })
  expect(first.next).toBe('2')
  expect((await links(shop.reading(), reachable, { days: 30, limit: 2, cursor: first.next })).items.map((link) => link.id)).toEqual([silent.id])
})

test("on the shop's own site the code goes along, and the visit is the link's", async () => {
  const { shop, open, look, settled } = await whole()
  const site = await shop.writing(async (scope) => done(await analytics.addSite(scope, { host: 'bu-tini.com' })))
  const link = await shop.writing(async (scope) =>
    done(await makeLink(scope, reachable, { kind: 'url', channel: 'blog', target: 'https://resep.bu-tini.com/bawang?a=1#cara' })),
  )
  const away = await open(`/l/${link.code}`)
  expect(away).toBe(`https://resep.bu-tini.com/bawang?a=1&kicau=${link.code}#cara`)
  await look(away, site.key)
  await settled()
  expect((await links(shop.reading(), reachable, { days: 30, limit: 10 })).items[0]!.figures).toEqual({ clicks: 1, visits: 1, whatsappOpened: 0 })
})

test('while the stream of hits is away the links are shown, their figures as unknown', async () => {
  const shop = await begin(await testShop({ hits: false }))
  await shop.writing(async (scope) => done(await makeLink(scope, reachable, { kind: 'shop-page', channel: 'instagram' })))
  const found = await links(shop.reading(), reachable, { days: 30, limit: 10 })
  expect([found.items[0]!.figures, found.total]).toEqual([null, null])
})
