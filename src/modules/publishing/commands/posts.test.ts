import sharp from 'sharp'
import { expect, test } from 'vitest'
import { commands as networksOf, openNetworks } from '#modules/networks'
import { newId } from '#platform/ids'
import { secretsFrom } from '#platform/secrets'
import { testShop } from '../../../../tests/harness/index.ts'
import { desk, done, pretendedNetwork } from '../for-tests.ts'
import { handOverLetter } from '../queries/hand-over-letter.ts'
import { handOvers, handOversWaiting } from '../queries/hand-overs.ts'
import { postsByDay } from '../queries/posts-by-day.ts'
import { postsOnChannel } from '../queries/posts-on-channel.ts'
import { post, posts, postsOfMonth } from '../queries/posts.ts'
import { postsDue } from '../queries/posts-due.ts'
import { addPicture } from './add-picture.ts'
import { completeHandOver, reopenHandOver } from './complete-hand-over.ts'
import { deletePost, putBackPost } from './delete-post.ts'
import { forgetPictures } from './forget-pictures.ts'
import { notePosts } from './note-posts.ts'
import { schedulePost, unschedulePost } from './schedule-post.ts'
import { changePost, writePost } from './write-post.ts'

// Hand-over accounts are Kicau's own; one direct network is pretended beside them.
async function setUp(options?: Parameters<typeof desk>[2]) {
  const shop = await testShop({ hits: false })
  const network = pretendedNetwork()
  const own = openNetworks({ secrets: secretsFrom(Buffer.alloc(32)), scopes: shop.scopes, clock: shop.clock, allowPrivateHosts: false })
  const handOver = own.manifests.filter(({ way }) => way === 'hand-over')
  const at = await desk(
    shop,
    [network.adapter, ...handOver.map((manifest) => ({ manifest, deepLink: (about: { text: string; handle: string }) => own.deepLink(manifest.network, about) }))],
    options,
  )
  const { needs } = at
  return {
    shop,
    network,
    at,
    write: async (wish: Parameters<typeof at.write>[0]) => done(await shop.writing((scope) => writePost(scope, needs, at.write(wish)))),
    change: (id: string, wish: Parameters<typeof at.write>[0]) => shop.writing((scope) => changePost(scope, needs, id, at.write(wish))),
    schedule: (id: string, when: Parameters<typeof schedulePost>[3] = 'now') => shop.writing((scope) => schedulePost(scope, needs, id, when)),
    read: async (id: string) => done(await post(shop.reading(), needs.networks, id)),
  }
}
const evening = { day: '2026-11-18', time: '19:30' }

test('the link is put in for each account, and one text can differ', async () => {
  const { at, write, schedule, shop } = await setUp()
  const [direct, status] = [await at.connect('pretended'), await at.connect('whatsapp-status', 'hand-over')]
  const written = await write({ on: [direct], text: 'Pesan di {link} ya', link: { to: 'whatsapp' } })
  done(await shop.writing((scope) => changePost(scope, at.needs, written.id, { ...at.write({ on: [] }), text: 'Pesan di {link} ya', link: { to: 'whatsapp' }, accounts: [{ accountId: direct }, { accountId: status, text: 'Status saja' }] })))
  const { targets } = done(await schedule(written.id, evening))
  const [one, two] = [targets.find(({ accountId }) => accountId === direct)!, targets.find(({ accountId }) => accountId === status)!]
  expect(one.finalText).toBe(`Pesan di ${one.link} ya`)
  expect(one.link).toMatch(/^https:\/\/kicau\.example\/l\/[a-z0-9]+$/)
  expect(two.finalText).toBe(`Status saja\n\n${two.link}`)
  expect(two.link).not.toBe(one.link)
  expect(two.deepLink).toBe(`https://wa.me/?text=${encodeURIComponent(two.finalText!)}`)

  // Changed after scheduling: it stays scheduled, under the same link.
  const changed = done(await shop.writing((scope) => changePost(scope, at.needs, written.id, { text: 'Lain', pictures: [], link: { to: 'shop-page' }, accounts: [{ accountId: direct }] })))
  expect(changed.targets).toHaveLength(1)
  expect(changed.targets[0]).toMatchObject({ state: 'scheduled', finalText: `Lain\n\n${one.link}`, linkId: one.linkId })
})

test('without a public address no link goes in, and it is said why', async () => {
  const { at, write, schedule } = await setUp({ publicUrl: null })
  const written = await write({ on: [await at.connect('pretended')], text: 'Pesan di {link}', link: { to: 'shop-page' } })
  expect(done(await schedule(written.id)).targets[0]).toMatchObject({ finalText: 'Pesan di', link: null, linkMissing: 'links.no-public-address' })
})

test('where links are dead none is hung on, but one that was put there by hand stays', async () => {
  const { at, write, schedule } = await setUp()
  const instagram = await at.connect('instagram', 'hand-over')
  const bare = await write({ on: [instagram], text: 'Foto', link: { to: 'shop-page' } })
  expect(done(await schedule(bare.id)).targets[0]).toMatchObject({ finalText: 'Foto', link: null, linkMissing: 'publishing.link-dead' })
  const put = await write({ on: [instagram], text: 'Ketik {link}', link: { to: 'shop-page' } })
  expect(done(await schedule(put.id)).targets[0]!.finalText).toMatch(/^Ketik https:/)
})

test('what a network would refuse is refused before anything is sent, and where', async () => {
  const { at, write, schedule, read } = await setUp()
  const [direct, x] = [await at.connect('pretended'), await at.connect('x', 'hand-over')]
  const long = await write({ on: [direct, x], text: '👩‍🍳'.repeat(301) })
  expect(await schedule(long.id)).toMatchObject({ refused: 'publishing.too-long', where: `accounts.${direct}`, values: { over: 1 } })
  const fits = await write({ on: [direct, x], text: 'a'.repeat(300) })
  // X would take 280; a person sees that there, and is told here.
  expect(done(await schedule(fits.id)).targets).toHaveLength(2)
  // With its link it is too long.
  const linked = await write({ on: [direct], text: 'a'.repeat(290), link: { to: 'shop-page' } })
  expect(await schedule(linked.id)).toMatchObject({ refused: 'publishing.too-long' })

  const nowhere = await write({ on: [] })
  expect(await schedule(nowhere.id)).toMatchObject({ refused: 'publishing.no-account' })
  const silent = await write({ on: [direct], text: '  ' })
  expect(await schedule(silent.id)).toMatchObject({ refused: 'publishing.nothing-to-say' })
  const past = await write({ on: [direct] })
  expect(await schedule(past.id, { day: '2026-11-18', time: '09:30' })).toMatchObject({ refused: 'publishing.time-past' })
  expect((await read(past.id)).targets[0]).toMatchObject({ state: 'draft' })
})

test('a hand-over waits at its hour; done, later, skip, and each can be taken back', async () => {
  const { at, write, schedule, shop, read } = await setUp()
  const written = await write({ on: [await at.connect('whatsapp-status', 'hand-over')], link: { to: 'whatsapp' } })
  done(await schedule(written.id, evening))
  await at.work()
  expect(await handOversWaiting(shop.reading())).toEqual([])
  shop.clock.set('2026-11-18T12:30:00Z')
  await at.work()
  const [waiting] = await handOversWaiting(shop.reading())
  expect(waiting).toMatchObject({ postId: written.id, network: 'whatsapp-status', channel: 'whatsapp', dueAt: new Date('2026-11-18T12:30:00Z') })
  expect((await handOvers(shop.reading(), at.needs.networks))[0]!.target.deepLink).toContain('https://wa.me/?text=Sambal')
  const target = waiting!.targetId
  const answer = (did: Parameters<typeof completeHandOver>[3]) => shop.writing((scope) => completeHandOver(scope, at.needs, target, did))
  const reopen = () => shop.writing((scope) => reopenHandOver(scope, at.needs, target))
  const state = async () => (await read(written.id)).targets[0]!

  done(await answer({ did: 'later', minutes: 30 }))
  expect(await state()).toMatchObject({ state: 'scheduled', dueAt: '2026-11-18T13:00:00.000Z' })
  done(await reopen())
  expect(await state()).toMatchObject({ state: 'handed-over' })
  done(await answer({ did: 'later', minutes: 30 }))
  shop.clock.set('2026-11-18T13:00:00Z')
  await at.work()
  const link = (await state()).link

  done(await answer({ did: 'skip' }))
  expect(await state()).toMatchObject({ state: 'skipped', link: null })
  expect(await answer({ did: 'done' })).toMatchObject({ refused: 'publishing.not-waiting' })
  done(await reopen())
  expect(await state()).toMatchObject({ state: 'handed-over', link })

  done(await answer({ did: 'done', address: 'https://www.instagram.com/p/x' }))
  expect(await state()).toMatchObject({ state: 'done', publishedAt: '2026-11-18T13:00:00.000Z', address: 'https://www.instagram.com/p/x' })
  const today = { from: '2026-11-18', to: '2026-11-18' }
  expect(await postsByDay(shop.reading(), today)).toEqual([{ day: '2026-11-18', posts: 1, automatic: 0, withTools: 1 }])
  done(await reopen())
  expect(await postsByDay(shop.reading(), today)).toEqual([])
})

test('the reminder by mail carries the text, goes to whoever wrote it, and stops when it is done', async () => {
  const { at, write, schedule, shop } = await setUp()
  const written = await write({ on: [await at.connect('instagram', 'hand-over')], text: 'Level <0> & "untuk anak"' })
  const { targets } = done(await schedule(written.id))
  await at.work()
  const letter = (await handOverLetter(shop.reading(), targets[0]!.id, { publicUrl: 'https://kicau.example' }))!
  expect(letter.subject).toBe('10.00: saatnya memposting di Instagram')
  expect(letter.toLogins).toHaveLength(1)
  expect(letter.text).toContain('Level <0> & "untuk anak"')
  expect(letter.text).toContain(`https://kicau.example/calendar?target=${targets[0]!.id}`)
  expect(letter.html).toContain('Level &#60;0&#62; &#38; &#34;untuk anak&#34;')
  // In the language of its author's desk.
  const [second] = done(await schedule((await write({ on: [targets[0]!.accountId], language: 'en' })).id)).targets
  await at.work()
  expect((await handOverLetter(shop.reading(), second!.id))!.subject).toBe('10:00: time to post on Instagram')
  done(await shop.writing((scope) => completeHandOver(scope, at.needs, targets[0]!.id, { did: 'done' })))
  expect(await handOverLetter(shop.reading(), targets[0]!.id)).toBeNull()
})

test('a post is moved, made a draft again, removed and put back', async () => {
  const { at, write, schedule, shop, read, network } = await setUp()
  const written = await write({ on: [await at.connect('pretended')], link: { to: 'shop-page' } })
  done(await schedule(written.id, evening))
  expect(done(await schedule(written.id, { day: '2026-11-19', time: '06:15' })).scheduledAt).toBe('2026-11-18T23:15:00.000Z')
  const days = (from: string, to: string, drafts = false) => posts(shop.reading(), at.needs.networks, { from, to, drafts })
  expect((await days('2026-11-19', '2026-11-19')).map(({ id }) => id)).toEqual([written.id])
  expect(await days('2026-11-18', '2026-11-18')).toEqual([])

  const draft = done(await shop.writing((scope) => unschedulePost(scope, at.needs, written.id)))
  expect(draft).toMatchObject({ scheduledAt: null, targets: [{ state: 'draft', finalText: null, link: null }] })
  expect(await days('2026-11-18', '2026-11-18', true)).toHaveLength(1)

  done(await schedule(written.id, evening))
  done(await shop.writing((scope) => deletePost(scope, written.id)))
  shop.clock.set('2026-11-18T12:30:00Z')
  await at.work()
  expect(network.sends).toBe(0)
  expect(await days('2026-11-18', '2026-11-19', true)).toEqual([])
  // Its hour came while it was away: it is not sent late, it is a draft.
  expect(done(await shop.writing((scope) => putBackPost(scope, at.needs, written.id)))).toMatchObject({ deleted: false, scheduledAt: null, targets: [{ state: 'draft' }] })

  done(await schedule(written.id, { day: '2026-11-19', time: '08:00' }))
  done(await shop.writing((scope) => deletePost(scope, written.id)))
  done(await shop.writing((scope) => putBackPost(scope, at.needs, written.id)))
  expect(await read(written.id)).toMatchObject({ scheduledAt: '2026-11-19T01:00:00.000Z', targets: [{ state: 'scheduled', link: expect.stringContaining('/l/') }] })
  shop.clock.set('2026-11-19T01:00:00Z')
  await at.work()
  expect(network.sends).toBe(1)
  expect(await shop.writing((scope) => deletePost(scope, 'ffffffff-0000-7000-8000-000000000000'))).toMatchObject({ refused: 'publishing.post-unknown' })
})

test('what is out stays as it went out', async () => {
  const { at, write, schedule, change, read } = await setUp()
  const [direct, status] = [await at.connect('pretended'), await at.connect('whatsapp-status', 'hand-over')]
  const written = await write({ on: [direct], text: 'satu' })
  done(await schedule(written.id))
  await at.work()
  expect(await change(written.id, { on: [direct], text: 'dua' })).toMatchObject({ refused: 'publishing.already-out' })
  expect(await schedule(written.id, evening)).toMatchObject({ refused: 'publishing.already-out' })
  expect((await read(written.id)).text).toBe('satu')

  const both = await write({ on: [direct, status], text: 'satu' })
  done(await schedule(both.id))
  await at.work()
  const changed = done(await change(both.id, { on: [status], text: 'dua' }))
  expect(changed.targets.map(({ state, finalText }) => [state, finalText]).sort()).toEqual([
    ['handed-over', 'dua'],
    ['published', 'satu'],
  ])
})

test('a picture is made again without what the camera wrote into it, and goes with the post', async () => {
  const { at, write, schedule, shop, network } = await setUp()
  const account = await at.connect('pretended')
  const photo = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#a13a28' } })
    .withExif({ IFD0: { Copyright: 'Bu Tini' }, IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '7/1 48/1 0/1' } })
    .jpeg()
    .toBuffer()
  const picture = done(await shop.writing((scope) => addPicture(scope, at.needs.media, photo)))
  expect(picture).toMatchObject({ type: 'image/jpeg', width: 3000, height: 2250 })
  const { rows } = await shop.database.pool.query<{ media_key: string }>('select media_key from publishing_pictures')
  const kept = (await at.needs.media.read(rows[0]!.media_key))!
  const parts: Buffer[] = []
  for await (const part of kept.stream) parts.push(part as Buffer)
  expect((await sharp(Buffer.concat(parts)).metadata()).exif).toBeUndefined()

  for (const nonsense of [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), Buffer.from('MZ'), Buffer.alloc(0), photo.subarray(0, 2000)])
    expect(await shop.writing((scope) => addPicture(scope, at.needs.media, nonsense))).toMatchObject({ refused: 'publishing.picture-unreadable' })

  const written = await write({ on: [account], pictures: [{ id: picture.id, alt: ' Botol merah ' }] })
  expect(written.pictures).toMatchObject([{ id: picture.id, alt: 'Botol merah' }])
  await expect(write({ on: [account], pictures: [{ id: picture.id, alt: '' }] })).rejects.toThrow('publishing.picture-unknown')
  done(await schedule(written.id))
  await at.work()
  expect(network.there).toMatchObject([{ alts: ['Botol merah'] }])

  const left = done(await shop.writing((scope) => addPicture(scope, at.needs.media, photo)))
  shop.clock.advance(25 * 3_600_000)
  expect(await forgetPictures(shop.database.writer, at.needs.media, shop.clock.now())).toBe(1)
  // The same bytes are another picture's, too: they stay.
  const still = await at.needs.media.read(rows[0]!.media_key)
  still?.stream.destroy()
  expect(still?.bytes).toBe(kept.bytes)
  expect(left.id).not.toBe(picture.id)
})

test('what belongs to today, and what a month brought', async () => {
  const { at, write, schedule, shop } = await setUp()
  const [direct, status] = [await at.connect('pretended'), await at.connect('whatsapp-status', 'hand-over')]
  const tonight = await write({ on: [direct, status], text: 'malam' })
  done(await schedule(tonight.id, evening))
  const tomorrow = await write({ on: [direct], text: 'besok' })
  done(await schedule(tomorrow.id, { day: '2026-11-19', time: '00:10' }))
  expect((await postsDue(shop.reading())).map(({ text, state }) => [text, state])).toEqual([['malam', 'scheduled'], ['malam', 'scheduled']])

  const [dulu, akhir] = [new Date('2026-10-05T02:00:00Z'), new Date('2026-10-31T17:30:00Z')]
  const past = [{ accountId: status, text: 'dulu', at: dulu, origin: 'feed' as const }, { accountId: direct, text: 'dulu', at: akhir }]
  expect(await shop.writing((scope) => notePosts(scope, at.needs.networks, past))).toEqual({ noted: 2 })
  const texts = async (month: string) => (await postsOfMonth(shop.reading(), at.needs.networks, month)).length
  // 17:30 UTC on the last of October is the first of November in Jakarta.
  expect([await texts('2026-10'), await texts('2026-11')]).toEqual([1, 1])
  expect(await postsByDay(shop.reading(), { from: '2026-10-05', to: '2026-11-01' })).toEqual([
    { day: '2026-10-05', posts: 1, automatic: 1, withTools: 0 },
    { day: '2026-11-01', posts: 1, automatic: 0, withTools: 0 },
  ])
  expect(await postsByDay(shop.reading(), { from: '2026-10-06', to: '2026-10-31' })).toEqual([])
  const on = (channel: 'whatsapp' | 'tiktok', also: string[] = []) => postsOnChannel(shop.reading(), { channel, month: '2026-10', also })
  expect(await on('whatsapp')).toMatchObject([{ text: 'dulu', inMonth: true }])
  expect(await on('tiktok', [tonight.id])).toEqual([{ postId: tonight.id, text: 'malam', inMonth: false }])
})

test('posts of the time before are noted all together, or not at all', async () => {
  const { at, shop } = await setUp()
  const status = await at.connect('whatsapp-status', 'hand-over')
  const many = Array.from({ length: 1001 }, (_, index) => ({ accountId: status, text: `kiriman ${index}`, at: new Date('2026-10-05T02:00:00Z') }))
  const withStranger = [...many, { accountId: newId(), text: 'orang lain', at: new Date('2026-10-05T02:00:00Z') }]
  expect(await shop.writing((scope) => notePosts(scope, at.needs.networks, withStranger))).toEqual({ refused: 'publishing.account-unknown', where: 'posts.1001.accountId' })
  expect(await postsByDay(shop.reading(), { from: '2026-10-05', to: '2026-10-05' })).toEqual([])
  expect(await shop.writing((scope) => notePosts(scope, at.needs.networks, many))).toEqual({ noted: 1001 })
  expect(await postsByDay(shop.reading(), { from: '2026-10-05', to: '2026-10-05' })).toMatchObject([{ posts: 1001 }])
})

test('another shop sees nothing of it', async () => {
  const { at, write, schedule, shop } = await setUp()
  const account = await at.connect('whatsapp-status', 'hand-over')
  const written = await write({ on: [account] })
  done(await schedule(written.id))
  await at.work()
  const stranger = shop.another()
  await desk(stranger, [])
  expect(await post(stranger.reading(), at.needs.networks, written.id)).toMatchObject({ refused: 'publishing.post-unknown' })
  expect(await handOversWaiting(stranger.reading())).toEqual([])
  expect(await stranger.writing((scope) => deletePost(scope, written.id))).toMatchObject({ refused: 'publishing.post-unknown' })
  expect(await stranger.writing((scope) => writePost(scope, at.needs, at.write({ on: [account] })))).toMatchObject({ refused: 'publishing.account-unknown' })
  const target = (await handOversWaiting(shop.reading()))[0]!.targetId
  expect(await stranger.writing((scope) => completeHandOver(scope, at.needs, target, { did: 'done' }))).toMatchObject({ refused: 'publishing.target-unknown' })
  expect(await stranger.writing((scope) => networksOf.removeAccount(scope, account))).toMatchObject({ refused: 'networks.account-unknown' })
})
