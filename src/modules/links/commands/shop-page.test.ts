import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { testShop } from '../../../../tests/harness/index.ts'
import type { ChangeShopPage } from '#contract/shop-page.ts'
import { openMediaStore } from '#platform/storage'
import { begin, done, reachable } from '../for-tests.ts'
import { keptPage, shopPage } from '../queries/shop-page.ts'
import { changeShopPage } from './change-shop-page.ts'
import { removePagePicture, setPagePicture } from './set-page-picture.ts'

const change = (more: Partial<ChangeShopPage> = {}): ChangeShopPage => ({
  headline: 'Sambal rumahan',
  words: 'Dibuat tiap pagi.',
  pictureAlt: 'Tiga botol sambal',
  theme: 'brick',
  buttons: [],
  ...more,
})

test('a shop has a page before anybody has made one', async () => {
  const shop = await begin(await testShop({ hits: false }))
  expect(await shopPage(shop.reading(), reachable)).toEqual({
    slug: 'sambal',
    url: 'https://kicau.example.com/s/sambal',
    picture: null,
    pictureAlt: '',
    headline: '',
    words: '',
    theme: 'paper',
    newestPost: false,
    buttons: [{ id: 'chat', kind: 'whatsapp', label: 'Chat di WhatsApp', target: null }],
    untouched: true,
  })
})

test('buttons keep their ids over changes, and lead only where a link may', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const put = (buttons: ChangeShopPage['buttons']) => shop.writing((scope) => changeShopPage(scope, reachable, change({ buttons })))
  const first = done(await put([{ kind: 'link', label: 'Blog', target: 'blog.bu-tini.com' }]))
  expect(first.buttons).toMatchObject([{ kind: 'link', label: 'Blog', target: 'https://blog.bu-tini.com/' }])
  const blog = first.buttons[0]!
  const second = done(await put([{ kind: 'whatsapp', label: 'Chat', target: null }, { ...blog, label: 'Resep' }, { ...blog }]))
  expect(second.buttons[1]).toEqual({ ...blog, label: 'Resep' })
  expect(new Set(second.buttons.map((button) => button.id)).size).toBe(3)

  expect(await put([{ kind: 'link', label: 'x', target: 'javascript:alert(1)' }])).toMatchObject({
    refused: 'links.target-not-the-web',
    where: 'buttons.0.target',
  })
  expect(await put([{ kind: 'marketplace', label: 'x', target: null }])).toMatchObject({ refused: 'links.target-missing' })
  expect((await shopPage(shop.reading(), reachable)).buttons).toEqual(second.buttons)
  expect((await keptPage((await begin(shop.another(), { slug: 'lain' })).reading())).headline).toBe('')
})

test('a picture is drawn anew: upright, small, without where it was taken', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kicau-media-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const media = openMediaStore(folder)
  const shop = await begin(await testShop({ hits: false }))
  const photo = await sharp({ create: { width: 3000, height: 1500, channels: 3, background: '#a33' } })
    .withExif({ IFD3: { GPSLatitude: '7/1 48/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const page = await shop.writing(async (scope) => done(await setPagePicture(scope, { ...reachable, media }, photo)))
  expect(page.picture).toMatch(/^\/s\/sambal\/picture\?v=\w+$/)
  // Saving words afterwards leaves it there.
  await shop.writing((scope) => changeShopPage(scope, reachable, change()))
  const kept = await keptPage(shop.reading())
  const drawn = await buffer((await media.read(kept.picture!))!.stream)
  const about = await sharp(drawn).metadata()
  expect(about).toMatchObject({ format: 'jpeg', width: 600, height: 1200 })
  expect((await sharp(photo).metadata()).exif).toBeDefined()
  expect(about.exif).toBeUndefined()

  const bad = async (bytes: Uint8Array) => shop.writing((scope) => setPagePicture(scope, { ...reachable, media }, bytes))
  expect(await bad(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'))).toMatchObject({ refused: 'links.picture-unreadable' })
  expect(await bad(Buffer.from('no picture at all'))).toMatchObject({ refused: 'links.picture-unreadable' })
  expect(await bad(photo.subarray(0, 2000))).toMatchObject({ refused: 'links.picture-unreadable' })
  expect((await keptPage(shop.reading())).picture).toBe(kept.picture)

  await shop.writing((scope) => removePagePicture(scope))
  expect(await shopPage(shop.reading(), reachable)).toMatchObject({ picture: null, headline: 'Sambal rumahan' })
})
