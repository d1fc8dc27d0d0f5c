import { expect, test } from 'vitest'
import { testShop } from '../../../../tests/harness/index.ts'
import { begin, done, reachable } from '../for-tests.ts'
import { codeMeaning } from '../queries/code-meaning.ts'
import { links } from '../queries/links.ts'
import { placements } from '../queries/placements.ts'
import { addPlacement } from './add-placement.ts'
import { closePlacement, reopenPlacement } from './close-placement.ts'

test('a jar carries a link, a QR and a chat code of its own', async () => {
  const shop = await begin(await testShop())
  const jar = await shop.writing(async (scope) => done(await addPlacement(scope, reachable, { kind: 'jar', name: 'Tutup botol', leadsTo: 'shop-page' })))
  expect(jar).toMatchObject({ kind: 'jar', channel: 'card', closedAt: null, link: { kind: 'shop-page', channel: 'card' } })
  expect(await codeMeaning(shop.reading(), jar.link.chatCode!, shop.clock.now())).toEqual({
    code: jar.link.chatCode,
    channel: 'card',
    linkId: jar.link.id,
    postId: null,
    placement: { id: jar.id, kind: 'jar', name: 'Tutup botol' },
  })
  const stall = await shop.writing(async (scope) =>
    done(await addPlacement(scope, reachable, { kind: 'stall', name: 'Pasar', channel: 'word-of-mouth', leadsTo: 'whatsapp' })),
  )
  expect(stall).toMatchObject({ channel: 'word-of-mouth', link: { kind: 'whatsapp' } })

  shop.clock.advance(1000)
  expect((await placements(shop.reading(), reachable, 90)).map((one) => one.name).sort()).toEqual(['Pasar', 'Tutup botol'])
  const other = await begin(shop.another(), { slug: 'lain' })
  expect(await placements(other.reading(), reachable, 90)).toEqual([])
  // They stand in their own list.
  expect((await links(shop.reading(), reachable, { days: 90, limit: 10 })).items).toEqual([])
})

test('a closed placement keeps its link: what is printed stays printed', async () => {
  const shop = await begin(await testShop())
  const card = await shop.writing(async (scope) => done(await addPlacement(scope, reachable, { kind: 'card', name: 'Kartu', leadsTo: 'shop-page' })))
  expect(await shop.another().writing((scope) => closePlacement(scope, card.id))).toMatchObject({ refused: 'links.placement-unknown' })
  await shop.writing((scope) => closePlacement(scope, card.id))
  expect(await placements(shop.reading(), reachable, 90)).toEqual([])
  expect(await codeMeaning(shop.reading(), card.link.chatCode!, shop.clock.now())).toMatchObject({ channel: 'card' })
  expect(await shop.writing((scope) => reopenPlacement(scope, reachable, card.id))).toMatchObject({ id: card.id, closedAt: null })
})

test('nothing is printed that nobody could open', async () => {
  const shop = await begin(await testShop())
  const nowhere = { publicAddress: () => ({ url: null, reachable: false }) }
  const add = shop.writing((scope) => addPlacement(scope, nowhere, { kind: 'card', name: 'Kartu', leadsTo: 'shop-page' }))
  expect(await add).toMatchObject({ refused: 'links.no-public-address' })
})
