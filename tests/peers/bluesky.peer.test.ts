import { AtpAgent } from '../../node_modules/@atproto/api/dist/index.js'
import sharp from 'sharp'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Post, Target } from '../../src/contract/publishing.ts'
import { adapterOf, adapters } from '../../src/modules/networks/registry.ts'
import { checksAt, type Trial } from '../../src/modules/networks/conformance.ts'
import { recordKey } from '../../src/modules/networks/adapters/bluesky/record-key.ts'
import { commands as accounts, openNetworks, queries as accountsOf, type Networks } from '../../src/modules/networks/index.ts'
import { commands as publishing, publishingJobs, queries as posts, type PublishingJobs, type WritingNeeds } from '../../src/modules/publishing/index.ts'
import { addPicture } from '../../src/modules/publishing/commands/add-picture.ts'
import { commands as workspace } from '../../src/modules/workspace/index.ts'
import { newId } from '../../src/platform/ids/index.ts'
import { isRefusal } from '../../src/platform/refusal/index.ts'
import { fetchWithin } from '../../src/platform/safe-fetch/index.ts'
import { secretsFrom } from '../../src/platform/secrets/index.ts'
import { openMediaStore, type MediaStore } from '../../src/platform/storage/index.ts'
import { testShop, type TestShop } from '../harness/index.ts'
import { startProxy, type Proxy } from './proxy.ts'
import { freePort, startBluesky, type Bluesky } from './servers/start.ts'
import { KEY } from './worker-settings.ts'

// Everything is real but the clock: Kicau's own desk and worker over PostgreSQL, Bluesky's own server, and a proxy
// between the two that loses answers.

const PASSWORD = 'the account’s own password'
let bluesky: Bluesky
let proxy: Proxy
/** Tini's account past the proxy, to see what is really there. */
let tini: AtpAgent
let appPassword: string
let shop: TestShop
let needs: WritingNeeds & { networks: Networks; media: MediaStore }
let account: string
let folder: string
const faults: string[] = []

beforeAll(async () => {
  const publicPort = await freePort()
  bluesky = await startBluesky(publicPort)
  proxy = await startProxy(publicPort, () => bluesky.port)
  const address = { url: 'https://kicau.example', reachable: true }
  for (const name of ['ayu', 'tini']) {
    tini = new AtpAgent({ service: bluesky.direct })
    await tini.createAccount({ handle: `${name}.test`, email: `${name}@example.com`, password: PASSWORD })
  }
  // The client follows the account's DID document, which names the proxy: signed in anew, it is asked directly.
  tini.sessionManager.pdsUrl = new URL(bluesky.direct)
  appPassword = (await tini.com.atproto.server.createAppPassword({ name: 'Kicau' })).data.password

  shop = await testShop({ hits: false, at: new Date() as never })
  folder = await mkdtemp(join(tmpdir(), 'kicau-media-'))
  const networks = openNetworks({ secrets: secretsFrom(KEY), scopes: shop.scopes, clock: shop.clock, allowPrivateHosts: true })
  needs = { networks, media: openMediaStore(folder), publicAddress: () => address }
  done(
    await shop.writing((scope) =>
      workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal Bu Tini', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', whatsapp: '0812-3456-7890' }),
    ),
  )
})

afterAll(async () => {
  await shop?.close()
  await proxy?.close()
  await bluesky?.stop()
  if (folder) await rm(folder, { recursive: true, force: true })
})

function done<T>(result: T): Exclude<T, { readonly refused: string }> {
  if (isRefusal(result)) throw new Error(`refused: ${JSON.stringify(result)}`)
  return result as Exclude<T, { readonly refused: string }>
}

const connect = (password: string) =>
  shop.writing((scope) => accounts.connectAccount(scope, needs.networks, { network: 'bluesky', way: 'direct', handle: '@Tini.test', password, server: `http://localhost:${proxy.port}` }))

const worker = (): PublishingJobs =>
  publishingJobs({ database: shop.database, scopes: shop.scopes, clock: shop.clock, networks: needs.networks, media: needs.media, log: { error: (fields, message) => void faults.push(`${message} ${JSON.stringify(fields)}`) } })

async function work(): Promise<void> {
  const one = worker()
  await one.tick()
  await one.settled()
}

async function scheduled(text: string, more: { pictures?: { id: string; alt: string }[]; link?: { to: 'whatsapp' } } = {}): Promise<Post> {
  const wish = { text, pictures: [], link: null, ...more, accounts: [{ accountId: account }] }
  const written = done(await shop.writing((scope) => publishing.writePost(scope, needs, wish)))
  return done(await shop.writing((scope) => publishing.schedulePost(scope, needs, written.id, 'now')))
}

const now = async ({ id }: Post): Promise<Target> => done(await posts.post(shop.reading(), needs.networks, id)).targets[0]!

async function records(): Promise<{ uri: string; value: Record<string, unknown> }[]> {
  const { data } = await tini.com.atproto.repo.listRecords({ repo: tini.assertDid, collection: 'app.bsky.feed.post', limit: 100 })
  return data.records as never
}
const withText = async (text: string) => (await records()).filter(({ value }) => value.text === text)

test('a wrong password is refused in words, an app password connects', async () => {
  expect(await connect('wrong')).toMatchObject({ refused: 'networks.password-wrong', where: 'password' })
  const connected = done(await connect(appPassword))
  expect(connected).toMatchObject({ handle: '@tini.test', state: 'connected', address: 'https://bsky.app/profile/tini.test' })
  account = connected.id
})

test('a picture, a link, a mention, a tag, and an emoji as the three hundredth letter', async () => {
  const photo = await sharp({ create: { width: 3000, height: 2000, channels: 3, noise: { type: 'gaussian', mean: 120, sigma: 60 } } } as never)
    .withExif({ IFD0: { Copyright: 'Bu Tini' }, IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '7/1 48/1 0/1' } })
    .jpeg({ quality: 95 })
    .toBuffer()
  expect(photo.length).toBeGreaterThan(1_500_000)
  const picture = done(await shop.writing((scope) => addPicture(scope, needs.media, photo)))

  const opening = 'Pesan di {link} bersama @ayu.test dan @takada.test #sambal '
  const drafted = done(await shop.writing((scope) => publishing.writePost(scope, needs, { text: opening, pictures: [], link: { to: 'whatsapp' }, accounts: [{ accountId: account }] })))
  const probe = done(await shop.writing((scope) => publishing.schedulePost(scope, needs, drafted.id, { day: '2099-01-01', time: '08:00' }))).targets[0]!
  const filler = '👩‍🍳'
  const text = opening + filler.repeat(300 - [...new Intl.Segmenter().segment(probe.finalText!)].length - 1)
  const changed = done(
    await shop.writing((scope) =>
      publishing.changePost(scope, needs, drafted.id, { text, pictures: [{ id: picture.id, alt: 'Tiga botol sambal bawang di atas meja' }], link: { to: 'whatsapp' }, accounts: [{ accountId: account }] }),
    ),
  )
  const { finalText, link } = changed.targets[0]!
  expect([...new Intl.Segmenter().segment(finalText!)].length).toBe(300)
  expect(finalText!.endsWith('👩‍🍳')).toBe(true)
  done(await shop.writing((scope) => publishing.schedulePost(scope, needs, drafted.id, 'now')))
  await work()
  const target = await now(changed)
  expect(target).toMatchObject({ state: 'published', address: expect.stringMatching(/^https:\/\/bsky\.app\/profile\/tini\.test\/post\/[2-7a-z]{13}$/) })

  const [record] = await withText(finalText!)
  const { facets, langs, embed } = record!.value as {
    langs: string[]
    facets: { index: { byteStart: number; byteEnd: number }; features: Record<string, string>[] }[]
    embed: { $type: string; images: { alt: string; aspectRatio: { width: number; height: number }; image: { ref: { toString(): string }; mimeType: string; size: number } }[] }
  }
  const bytes = Buffer.from(finalText!)
  const marked = facets.map(({ index, features }) => [features[0]!.$type, bytes.subarray(index.byteStart, index.byteEnd).toString(), features[0]!.uri ?? features[0]!.tag ?? features[0]!.did])
  const ayu = (await tini.com.atproto.identity.resolveHandle({ handle: 'ayu.test' })).data.did
  expect(marked).toEqual([
    ['app.bsky.richtext.facet#link', link, link],
    ['app.bsky.richtext.facet#mention', '@ayu.test', ayu],
    ['app.bsky.richtext.facet#tag', '#sambal', 'sambal'],
  ])
  expect(langs).toEqual(['id'])
  const [image] = embed.images
  expect(image).toMatchObject({ alt: 'Tiga botol sambal bawang di atas meja', image: { mimeType: 'image/jpeg' } })
  expect(image!.image.size).toBeLessThanOrEqual(1_000_000)
  expect(image!.aspectRatio.width / image!.aspectRatio.height).toBeCloseTo(1.5, 1)

  const blob = await tini.com.atproto.sync.getBlob({ did: tini.assertDid, cid: image!.image.ref.toString() })
  const { exif, format } = await sharp(Buffer.from(blob.data)).metadata()
  expect([exif, format]).toEqual([undefined, 'jpeg'])
})

test('three hundred and one are refused before anything is sent', async () => {
  const before = [...proxy.calls]
  const wish = { text: '👩‍🍳'.repeat(301), pictures: [], link: null, accounts: [{ accountId: account }] }
  const written = done(await shop.writing((scope) => publishing.writePost(scope, needs, wish)))
  expect(await shop.writing((scope) => publishing.schedulePost(scope, needs, written.id, 'now'))).toMatchObject({ refused: 'publishing.too-long', values: { over: 1 } })
  await work()
  expect([...proxy.calls]).toEqual(before)
})

test('an answer that is swallowed, or cut off, is looked for: one record, made once', async () => {
  for (const mishap of ['swallow', 'cut'] as const) {
    const made = proxy.calls.get('com.atproto.repo.createRecord') ?? 0
    proxy.mishaps = [mishap]
    const post = await scheduled(`Jawaban hilang: ${mishap}`)
    await work()
    expect(await now(post)).toMatchObject({ state: 'attempting', why: 'no-answer' })
    shop.clock.advance(5_000)
    await work()
    expect(await now(post)).toMatchObject({ state: 'published', address: expect.stringContaining('/post/') })
    expect(proxy.calls.get('com.atproto.repo.createRecord')).toBe(made + 1)
    expect(await withText(`Jawaban hilang: ${mishap}`)).toHaveLength(1)
  }
})

test('one that was held back and arrives after all finds its key taken', async () => {
  proxy.mishaps = ['hold']
  const post = await scheduled('Datang terlambat')
  await work()
  shop.clock.advance(5_000)
  await work()
  await work()
  expect(await now(post)).toMatchObject({ state: 'published' })
  await proxy.letGo()
  expect(await withText('Datang terlambat')).toHaveLength(1)
})

test('the server goes down and comes back: the post waits, says so, and goes out once', async () => {
  await bluesky.kill()
  const post = await scheduled('Sempat mati')
  await work()
  // The proxy still stands and breaks the line: to the desk it is a server that answers with nothing.
  expect(await now(post)).toMatchObject({ state: expect.stringMatching(/^(due|attempting)$/) })
  await bluesky.start()
  for (let minute = 0; minute < 3; minute++) {
    shop.clock.advance(61_000)
    await work()
  }
  expect(await now(post)).toMatchObject({ state: 'published' })
  expect(await withText('Sempat mati')).toHaveLength(1)
})

test('an app password that was taken back stops the posts; connected again, they go out', async () => {
  await tini.com.atproto.server.revokeAppPassword({ name: 'Kicau' })
  // Tokens live on for a while after that; a restart an hour later would not have them.
  await shop.database.pool.query('update networks_accounts set session = null')
  const post = await scheduled('Kunci dicabut')
  await work()
  expect(await now(post)).toMatchObject({ state: 'failed', why: 'password-wrong' })
  expect((await accountsOf.accounts(shop.reading(), needs.networks))[0]).toMatchObject({ state: 'needs-reconnect', reason: 'password-wrong' })
  appPassword = (await tini.com.atproto.server.createAppPassword({ name: 'Kicau lagi' })).data.password
  expect(done(await connect(appPassword)).id).toBe(account)
  expect(await shop.writing((scope) => publishing.resumeAfterReconnect(scope, account))).toBe(1)
  await work()
  expect(await now(post)).toMatchObject({ state: 'published' })
})

async function workerChild(): Promise<ChildProcess> {
  const settings = JSON.stringify({ postgres: shop.postgres, media: folder, now: shop.clock.now().toISOString() })
  const child = spawn(process.execPath, [join(import.meta.dirname, 'worker-child.ts'), settings], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout!, 'data')
  return child
}

describe('kill -9 of the worker', () => {
  // Attempts that were begun and have no end: the kills must have hit something.
  let cutOff = 0
  afterAll(() => expect(cutOff).toBeGreaterThan(0))
  test('after the record was made, before it was written down: found, not made again', async () => {
    proxy.mishaps = ['swallow']
    const made = proxy.calls.get('com.atproto.repo.createRecord') ?? 0
    const post = await scheduled('Mati tepat di antara')
    const child = await workerChild()
    await expect.poll(() => withText('Mati tepat di antara'), { timeout: 20_000 }).toHaveLength(1)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await now(post)).toMatchObject({ state: 'attempting', publishedAt: null })
    await work()
    expect(await now(post)).toMatchObject({ state: 'attempting' })
    shop.clock.advance(5 * 60_000)
    await work()
    expect(await now(post)).toMatchObject({ state: 'published' })
    expect(proxy.calls.get('com.atproto.repo.createRecord')).toBe(made + 1)
    expect(await withText('Mati tepat di antara')).toHaveLength(1)
  })

  test.each([0, 40, 120, 250, 400, 700])('%i ms after it began: nothing lost, nothing twice', async (delay) => {
    const texts = Array.from({ length: 3 }, (_, at) => `Tetap sekali ${delay}/${at}`)
    const planned = []
    for (const text of texts) planned.push(await scheduled(text))
    const child = await workerChild()
    await new Promise((resolve) => setTimeout(resolve, delay))
    child.kill('SIGKILL')
    await once(child, 'exit')
    const { rows } = await shop.database.pool.query<{ cut: number }>('select count(*)::int as cut from publishing_attempts where ended_at is null')
    cutOff = Math.max(cutOff, rows[0]!.cut)

    for (let minute = 0; minute < 8; minute++) {
      await work()
      shop.clock.advance(61_000)
    }
    for (const post of planned) expect(await now(post)).toMatchObject({ state: 'published' })
    for (const text of texts) expect(await withText(text), text).toHaveLength(1)
  })
})

describe('the suite that every adapter passes', () => {
  const bluesky_ = adapterOf(adapters, 'bluesky', 'direct')!
  const login = (more: object) => ({
    handle: '@tini.test',
    remoteId: null,
    server: `http://localhost:${proxy.port}`,
    password: appPassword,
    session: null,
    keepSession: () => {},
    ...more,
  })
  const trial: Trial = {
    tools: { now: () => new Date(), fetch: fetchWithin({ timeoutMs: 10_000, mostBytes: 2_000_000, allowPrivateHosts: true }) },
    login: () => login({}),
    lockedOut: () => login({ password: 'wrong' }),
    unreachable: () => login({ server: 'http://localhost:9' }),
    posts: async () => (await records()).length,
    calls: () => [...proxy.calls.values()].reduce((sum, calls) => sum + calls, 0),
  }
  for (const { name, run } of checksAt(bluesky_, trial)) test(name, run)
})

test('nothing broke on the way', () => {
  expect(faults).toEqual([])
  expect(recordKey(new Date())).toHaveLength(13)
})
