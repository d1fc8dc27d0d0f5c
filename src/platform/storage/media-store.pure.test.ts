import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { openMediaStore, type KeptMedia } from './index.ts'

async function store() {
  const folder = await mkdtemp(join(tmpdir(), 'kicau-media-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return { folder, media: openMediaStore(folder) }
}
const shop = newId()
const kept = (result: unknown): KeptMedia => {
  if (isRefusal(result)) throw new Error(result.refused)
  return result as KeptMedia
}

test('what is put in comes out, and the same bytes of a shop have one key', async () => {
  const { media } = await store()
  const one = kept(await media.put(Buffer.from('sambal'), { workspaceId: shop, type: 'image/png' }))
  const same = kept(await media.put(Readable.from([Buffer.from('sam'), Buffer.from('bal')]), { workspaceId: shop, type: 'image/png' }))
  const another = kept(await media.put(Buffer.from('sambal'), { workspaceId: newId(), type: 'image/png' }))
  expect(same).toEqual(one)
  expect(another.key).not.toBe(one.key)
  const read = (await media.read(one.key))!
  expect([read.type, read.bytes, (await buffer(read.stream)).toString()]).toEqual(['image/png', 6, 'sambal'])
})

test('a stream that is too long leaves nothing behind', async () => {
  const { folder, media } = await store()
  const endless = Readable.from((function* () { for (let i = 0; i < 100; i++) yield Buffer.alloc(1000) })())
  expect(await media.put(endless, { workspaceId: shop, type: 'image/png', mostBytes: 10_000 })).toMatchObject({ refused: 'platform.too-large' })
  const broken = Readable.from((function* () { yield Buffer.alloc(10); throw new Error('cut') })())
  await expect(media.put(broken, { workspaceId: shop, type: 'image/png' })).rejects.toThrow('cut')
  expect(await readdir(join(folder, 'incoming'))).toEqual([])
})

test('a key that is none of ours reads nothing', async () => {
  const { media } = await store()
  for (const key of ['../../etc/passwd', `${shop}/../../x`, '', `${shop}/${'0'.repeat(64)}.png`]) expect(await media.read(key)).toBeNull()
  await media.remove(`${shop}/${'0'.repeat(64)}.png`)
})

test('what is removed is gone, a whole shop too', async () => {
  const { media } = await store()
  const [one, two] = [kept(await media.put(Buffer.from('a'), { workspaceId: shop, type: 'image/png' })), kept(await media.put(Buffer.from('b'), { workspaceId: shop, type: 'x/y' }))]
  await media.remove(one.key)
  expect(await media.read(one.key)).toBeNull()
  const other = (await media.read(two.key))!
  other.stream.destroy()
  expect(other.type).toBe('application/octet-stream')
  await media.removeShop(shop)
  expect(await media.read(two.key)).toBeNull()
})
