import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { testFolder, testShop } from '../../../tests/harness/index.ts'
import { openTakingUp, openUploads } from './index.ts'

test('a file that no import was made of keeps no place from those behind it, and goes in the end', async () => {
  const shop = await testShop({ hits: false })
  shop.clock.set(new Date())
  const uploads = openUploads(await testFolder('uploads'), 'past')
  const keep = async (text: string) => {
    const kept = await uploads.keep(shop.workspaceId, Readable.from([Buffer.from(text)]), () => false)
    if (typeof kept === 'string') throw new Error(kept)
    return kept.importId
  }
  const [orphan, first, second] = [await keep('nobody'), await keep('one'), await keep('two')]
  const worked: string[] = []
  const taking = openTakingUp({
    database: shop.database,
    clock: shop.clock,
    uploads,
    log: { error: (fields) => expect.fail(JSON.stringify(fields)) },
    mostAtOnce: 1,
    oneAtATime: ({ workspaceId }) => workspaceId,
    work: async ({ importId }) => {
      worked.push(importId)
      return importId === orphan ? 'unknown' : 'ended'
    },
  })
  await taking.takeUp()
  await expect.poll(() => uploads.waiting().then((left) => left.map(({ importId }) => importId))).toEqual([orphan])
  await taking.settled()
  expect(worked).toEqual([orphan, first, second])

  shop.clock.advance(11 * 60_000)
  await taking.takeUp()
  await expect.poll(() => uploads.waiting()).toEqual([])
})
