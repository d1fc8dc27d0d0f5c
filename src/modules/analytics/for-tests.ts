import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { commands as workspace } from '#modules/workspace'
import { openJournal, startLoader, type Journal } from '#platform/hits'
import { newId } from '#platform/ids'
import { secretsFrom } from '#platform/secrets'
import { isRefusal } from '#platform/refusal'
import type { TestShop } from '../../../tests/harness/index.ts'
import { addSite } from './commands/add-site.ts'
import { botsKeeper } from './intake/bots.ts'
import { openIntake, type IntakeNeeds, type OpenIntake } from './intake/open-intake.ts'
import { openOwnNetworks } from './intake/own-networks.ts'
import { intakePlugin } from './intake/plugin.ts'
import { hitsTable } from './intake/row.ts'
import { analyticsSites } from './intake/sites.ts'

export const quiet = { info: () => {}, warn: () => {}, error: () => {} }

/** Begins a shop in Jakarta under the scope's own id. */
export async function begin(shop: TestShop, slug = 'sambal'): Promise<TestShop> {
  const begun = await shop.writing((scope) =>
    workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal Bu Tini', slug, country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' }),
  )
  if (isRefusal(begun)) throw new Error(begun.refused)
  return shop
}

/** A site of the shop's, by its host. */
export async function siteAt(shop: TestShop, host: string): Promise<{ id: string; key: string }> {
  const site = await shop.writing((scope) => addSite(scope, { host }))
  if (isRefusal(site)) throw new Error(site.refused)
  return site
}

/** What takes hits, behind a proxy that says where they come from. */
export async function intakeServer(intake: OpenIntake): Promise<FastifyInstance> {
  const app = Fastify({ trustProxy: true })
  await app.register(intakePlugin({ intake }))
  await app.ready()
  return app
}

export const secrets = secretsFrom(Buffer.alloc(32, 7))

export interface TestIntake {
  intake: OpenIntake
  journal: Journal
  folder: string
  /** Waits until all that was recorded, or left out, is in the stores. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** A journal in a folder of its own and a loader into the shop's ClickHouse database. */
export async function testIntake(shop: TestShop, more: Pick<IntakeNeeds, 'channelOfLink'> = {}): Promise<TestIntake> {
  const folder = await mkdtemp(join(tmpdir(), 'kicau-intake-'))
  const journal = await openJournal({ folder, clock: shop.clock, log: quiet, sealAfterMs: 100 })
  const loader = startLoader({ journal, client: shop.hits.client, log: quiet, ...hitsTable })
  const intake = openIntake({
    journal,
    database: shop.database,
    sites: analyticsSites(shop.database),
    clock: shop.clock,
    keepBots: botsKeeper(shop.hits.client),
    ownNetworks: openOwnNetworks(shop.database, secrets),
    ...more,
  })
  return {
    intake,
    journal,
    folder,
    settled: async () => {
      await intake.close()
      while (loader.state().waiting > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    },
    close: async () => {
      await loader.stop()
      await journal.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const CHROME = 'Mozilla/5.0 (Linux; Android 13; SM-A146P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36'
