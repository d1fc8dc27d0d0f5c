import { expect, test } from 'vitest'
import { openNetworks } from '#modules/networks'
import { instantAt } from '#platform/clock'
import { newId } from '#platform/ids'
import { secretsFrom } from '#platform/secrets'
import { testShop } from '../../../tests/harness/index.ts'
import { agenda } from './agenda.ts'
import { notePosts } from './commands/note-posts.ts'
import { schedulePost } from './commands/schedule-post.ts'
import { writePost } from './commands/write-post.ts'
import { desk, done, pretendedNetwork } from './for-tests.ts'

const ZONE = 'Asia/Jakarta'
const TODAY = '2026-11-18'

/** A shop on a Wednesday at ten, with an account that is posted to directly and one by hand. */
async function setUp(network = pretendedNetwork()) {
  const shop = await testShop({ hits: false, at: `${TODAY}T03:00:00Z` })
  const own = openNetworks({ secrets: secretsFrom(Buffer.alloc(32)), scopes: shop.scopes, clock: shop.clock, allowPrivateHosts: false })
  const manifest = own.manifests.find((one) => one.network === 'whatsapp-status')!
  const here = await desk(shop, [network.adapter, { manifest, deepLink: (about) => own.deepLink(manifest.network, about) }])
  const [direct, status] = [await here.connect('pretended'), await here.connect('whatsapp-status', 'hand-over')]
  const offered = async () => (await agenda.candidates(shop.reading(), { memberId: newId(), day: TODAY, hour: '10:00' })).map(({ kind, state, minutes, action }) => `${kind} ${state} ${minutes} ${action.href.split('=')[0]!}`)
  const publish = async (on: string, when: Parameters<typeof schedulePost>[3] = 'now') => {
    const { id } = done(await shop.writing((scope) => writePost(scope, here.needs, here.write({ on: [on] }))))
    done(await shop.writing((scope) => schedulePost(scope, here.needs, id, when)))
    await here.work()
  }
  const posted = (day: string) => shop.writing(async (scope) => done(await notePosts(scope, here.needs.networks, [{ accountId: direct, text: 'Siap!', at: instantAt(ZONE, day, '09:00') }])))
  return { shop, direct, status, offered, publish, posted }
}

test('a gap in the calendar is a week without two posts, looked at three days either way; a shop that never posted keeps no rhythm', async () => {
  const { offered, posted, publish, direct } = await setUp()
  expect(await offered()).toEqual([])
  // Four days ago is outside of the week.
  await posted('2026-11-14')
  expect(await offered()).toEqual(['post-gap empty 10 /compose'])
  await posted('2026-11-15')
  expect(await offered()).toEqual(['post-gap thin 10 /compose'])
  // What is planned for the third day from now keeps the rhythm as well; it goes out by itself, which is no task.
  await publish(direct, { day: '2026-11-21', time: '19:30' })
  expect(await offered()).toEqual([])
})

test('a hand-over is due, and overdue six hours later', async () => {
  const { shop, offered, publish, status, posted } = await setUp()
  for (const day of ['2026-11-16', '2026-11-17']) await posted(day)
  await publish(status)
  expect(await offered()).toEqual(['hand-over due 3 /calendar?target'])
  shop.clock.advance(6 * 3_600_000)
  expect(await offered()).toEqual(['hand-over due 3 /calendar?target'])
  shop.clock.advance(1_000)
  expect(await offered()).toEqual(['hand-over overdue 3 /calendar?target'])
})

test('a post that was refused, and one of which nobody knows whether it is out, wait for somebody; what went out does not', async () => {
  // It can't be looked whether a post is there, which leaves one that nobody answered for to a person.
  const network = pretendedNetwork({ keyed: false, canLook: false })
  const { shop, offered, publish, direct, posted } = await setUp(network)
  for (const day of ['2026-11-16', '2026-11-17']) await posted(day)
  await publish(direct)
  expect(await offered()).toEqual([])
  network.moods.push('refuse')
  await publish(direct)
  expect(await offered()).toEqual(['post-due failed 2 /calendar?target'])
  network.moods.push('lose')
  await publish(direct)
  expect((await offered()).sort()).toEqual(['post-due failed 2 /calendar?target', 'post-due needs-you 2 /calendar?target'])
  // A week later it is told in the calendar only.
  shop.clock.advance(8 * 86_400_000)
  expect((await agenda.candidates(shop.reading(), { memberId: newId(), day: '2026-11-26', hour: '10:00' })).filter(({ kind, state }) => kind === 'post-due' && state === 'failed')).toEqual([])
})
