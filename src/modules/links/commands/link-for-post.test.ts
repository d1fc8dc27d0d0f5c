import { expect, test } from 'vitest'
import { testShop } from '../../../../tests/harness/index.ts'
import { newId } from '#platform/ids'
import { begin, done, reachable } from '../for-tests.ts'
import { codeInMessage, codeMeaning } from '../queries/code-meaning.ts'
import { closeLink, reopenLink } from './close-link.ts'
import { linkForPost, type LinkWish } from './link-for-post.ts'
import { makeLink } from './make-link.ts'
import { releaseForPost } from './release-for-post.ts'

const YEAR = 366 * 86_400_000
const wish = (more: Partial<LinkWish> = {}): LinkWish => ({ postId: newId(), accountId: newId(), channel: 'instagram', target: 'shop-page', ...more })

test('a post on an account has one link, whoever asks and however often', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const post = wish()
  const ask = (more = {}) => shop.writing(async (scope) => done(await linkForPost(scope, reachable, { ...post, ...more })))
  const first = await ask()
  expect(first.url).toBe(`https://kicau.example.com/l/${first.code}`)
  expect(first.code).toMatch(/^[bcdfghjkmnpqrtvwxyz2346789]{5}$/)
  expect(first.chatCode).toMatch(/^[A-Z][2-9]$/)
  expect(await ask()).toEqual(first)
  const another = await ask({ accountId: newId() })
  expect([another.code, another.chatCode]).not.toContain(first.code)
  expect(another.chatCode).not.toBe(first.chatCode)
  // The post has changed its mind: the codes stay, since a draft may show them already.
  expect(await ask({ target: 'whatsapp' })).toEqual(first)
  expect(await ask({ target: 'https://shopee.co.id/sambal' })).toEqual({ ...first, chatCode: null })
})

test('two who ask at once get the same link', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const post = wish({ accountId: null })
  const answers = await Promise.all([1, 2, 3].map(() => shop.writing((scope) => linkForPost(scope, reachable, post))))
  expect(new Set(answers.map((answer) => done(answer).code)).size).toBe(1)
})

test('no link goes into a post that nobody could open', async () => {
  const shop = await begin(await testShop({ hits: false }), { whatsapp: null })
  const ask = (needs: typeof reachable, target: string) => shop.writing((scope) => linkForPost(scope, needs, wish({ target })))
  for (const address of [
    { url: null, reachable: false },
    { url: 'https://kicau.example.com', reachable: false },
  ])
    expect(await ask({ publicAddress: () => address }, 'shop-page')).toMatchObject({ refused: 'links.no-public-address' })
  expect(await ask(reachable, 'whatsapp')).toMatchObject({ refused: 'links.no-whatsapp' })
  expect(await ask(reachable, 'javascript:alert(1)')).toMatchObject({ refused: 'links.target-not-the-web', where: 'target' })
  expect(await ask(reachable, 'http://192.168.1.4/')).toMatchObject({ refused: 'links.target-nobody-outside' })
  expect(await ask(reachable, 'https://kicau.example.com/l/abcde')).toMatchObject({ refused: 'links.target-ourselves' })
})

test('a chat code says which channel and post it stands for, in its shop and its time only', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const stranger = await begin(shop.another(), { slug: 'lain' })
  const post = wish()
  const link = await shop.writing(async (scope) => done(await linkForPost(scope, reachable, post)))
  const code = link.chatCode!
  const meaning = { code, channel: 'instagram', linkId: link.id, postId: post.postId, placement: null }
  const now = shop.clock.now()
  expect(await codeMeaning(shop.reading(), `(${code.toLowerCase()})`, now)).toEqual(meaning)
  expect(await codeInMessage(shop.reading(), `halo kak, saya tertarik ( ${code} )`, now)).toEqual(meaning)
  expect(await codeInMessage(shop.reading(), 'halo kak, masih ada?', now)).toBeNull()
  expect(await codeMeaning(stranger.reading(), code, now)).toBeNull()
  expect(await codeMeaning(shop.reading(), code, new Date(now.getTime() - 1))).toBeNull()
  expect(await codeMeaning(shop.reading(), code, new Date(now.getTime() + YEAR))).toBeNull()
  await shop.writing((scope) => closeLink(scope, link.id))
  expect(await codeMeaning(shop.reading(), code, now)).toBeNull()
})

test('chat codes are never in use twice, rest for a year, and grow', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const make = () => shop.writing(async (scope) => done(await makeLink(scope, reachable, { kind: 'whatsapp', channel: 'whatsapp' })))
  const made = []
  for (let number = 0; number < 45; number++) made.push(await make())
  const codes = made.map((link) => link.chatCode!)
  expect(new Set(codes).size).toBe(45)
  expect(codes.filter((code) => code.length === 2).length).toBeGreaterThan(30)
  expect(codes.at(-1)).toMatch(/^[A-Z]\d\d[A-Z]$/)

  for (const link of made) await shop.writing((scope) => closeLink(scope, link.id))
  expect((await make()).chatCode).toHaveLength(4)
  shop.clock.advance(YEAR)
  expect((await make()).chatCode).toHaveLength(2)
})

test('what a post reserved and never sent is free at once', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const post = wish()
  const link = await shop.writing(async (scope) => done(await linkForPost(scope, reachable, post)))
  await shop.writing((scope) => releaseForPost(scope, { postId: post.postId }))
  await shop.writing((scope) => releaseForPost(scope, { postId: post.postId }))
  expect(await codeMeaning(shop.reading(), link.chatCode!, shop.clock.now())).toBeNull()
  const again = await shop.writing(async (scope) => done(await linkForPost(scope, reachable, post)))
  expect(again.code).toBe(link.code)
  expect(again.chatCode).not.toBeNull()
})

test('a closed link opens again under its code', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const link = await shop.writing(async (scope) => done(await makeLink(scope, reachable, { kind: 'whatsapp', channel: 'card', name: 'Kartu' })))
  await shop.writing((scope) => closeLink(scope, link.id))
  expect(await shop.writing((scope) => reopenLink(scope, reachable, link.id))).toEqual(link)
  expect(await shop.writing((scope) => closeLink(scope, newId()))).toMatchObject({ refused: 'links.link-unknown' })
  const stranger = shop.another()
  expect(await stranger.writing((scope) => closeLink(scope, link.id))).toMatchObject({ refused: 'links.link-unknown' })
  expect(await stranger.writing((scope) => reopenLink(scope, reachable, link.id))).toMatchObject({ refused: 'links.link-unknown' })
})

test('a link by hand is checked like any other', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const make = (more: object) => shop.writing((scope) => makeLink(scope, reachable, { kind: 'url', channel: 'blog', ...more }))
  expect(await make({})).toMatchObject({ refused: 'links.target-missing' })
  expect(await make({ target: 'data:text/html,x' })).toMatchObject({ refused: 'links.target-not-the-web' })
  expect(await make({ target: 'blog.bu-tini.com/resep' })).toMatchObject({ target: 'https://blog.bu-tini.com/resep', chatCode: null })
  expect(await make({ kind: 'whatsapp', target: '0857 1111 2222' })).toMatchObject({ target: '+6285711112222' })
  expect(await make({ kind: 'whatsapp', target: '12' })).toMatchObject({ refused: 'links.phone-unreadable' })
})
