import { expect, test } from 'vitest'
import { testShop } from '../../../../tests/harness/index.ts'
import { deletePost } from '../commands/delete-post.ts'
import { notePosts } from '../commands/note-posts.ts'
import { desk, done, pretendedNetwork } from '../for-tests.ts'
import { newestPublished } from './newest-published.ts'

test('of the posts that stand on a network with an address, the one that went out last', async () => {
  const shop = await testShop({ hits: false })
  const at = await desk(shop, [pretendedNetwork().adapter])
  const accountId = await at.connect('pretended')
  const note = (text: string, day: string, address?: string) =>
    shop.writing(async (scope) => done(await notePosts(scope, at.needs.networks, [{ accountId, text, at: new Date(`${day}T03:00:00Z`), ...(address && { address }) }])))
  expect(await newestPublished(shop.reading())).toBeNull()
  await note('lama', '2026-11-10', 'https://pretended.example/1')
  await note('baru', '2026-11-12', 'https://pretended.example/2')
  await note('lebih lama', '2026-11-09', 'https://pretended.example/0')
  await note('tanpa alamat', '2026-11-13')
  const newest = await newestPublished(shop.reading())
  expect(newest).toMatchObject({ text: 'baru', address: 'https://pretended.example/2', publishedAt: new Date('2026-11-12T03:00:00Z') })
  expect(await newestPublished(shop.another().reading())).toBeNull()

  const { rows } = await shop.database.pool.query<{ post_id: string }>(`select post_id from publishing_posts where text = 'baru'`)
  await shop.writing((scope) => deletePost(scope, rows[0]!.post_id))
  expect(await newestPublished(shop.reading())).toMatchObject({ text: 'lama' })
})
