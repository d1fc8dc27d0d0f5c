import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { isPast } from '#modules/analytics'
import { acrossShops } from '#modules/workspace'
import { systemClock } from '#platform/clock'
import { readSettings } from '#platform/config'
import { openDatabase, openHits, scopesOf } from '#platform/db'
import { secretsOf } from '#platform/secrets'
import { bringOrders } from './import-orders.ts'
import { bringPast } from './import-past.ts'
import { tellAway, texts } from './import-words.ts'
import { reachedEngines } from './reached-engines.ts'

/**
 * `kicau import FILE… [--shop ADDRESS]`: takes in a marketplace's order export, or a site's past (`--site`, `--zone`, `--own`),
 * each told by what is in it; through the engines of the running Kicau where there is one, else through engines of its own.
 */
export async function importFile(args: string[]): Promise<number> {
  const read = parsed(args)
  if (!read) return complain('usage')
  const { values: asked, positionals: paths } = read
  if (paths.length === 0) return complain('noFile')
  for (const path of paths) if (!(await access(path).then(() => true).catch(() => false))) return complain('missing', { file: path })

  const settings = readSettings(process.env)
  const engines = await reachedEngines(settings)
  const { postgres, clickhouse } = engines
  const database = openDatabase(postgres)
  const hits = openHits(clickhouse)
  try {
    const shops = (await acrossShops.allShops(database.writer)).filter((one) => !one.demo || one.slug === asked.shop)
    const names = shops.map((one) => one.slug).join(', ')
    const chosen = asked.shop ? shops.find((one) => one.slug === asked.shop) : shops[0]
    if (shops.length === 0) return complain('none')
    if (!chosen) return complain('noShop', { shop: asked.shop!, shops: names })
    if (!asked.shop && shops.length > 1) return complain('several', { shops: names })

    const into = { scopes: scopesOf(database, hits, systemClock), workspaceId: chosen.id, actor: { kind: 'system' as const, id: 'cli' } }
    let failed = 0
    for (const path of paths) {
      const file = { name: basename(path), path }
      if (paths.length > 1) console.log(file.name)
      failed += (await isPast(path)) ? await bringPast(into, { db: database.writer, hits, clickhouse }, file, asked) : await bringOrders(into, { secrets: await secretsOf(settings.DATA_DIR) }, file)
    }
    return failed > 0 ? 1 : 0
  } catch (failure) {
    return tellAway(failure, texts('cli:import.awaySome'))
  } finally {
    await hits.close()
    await database.close()
    await engines.stop()
  }
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { shop: { type: 'string' }, site: { type: 'string' }, zone: { type: 'string' }, own: { type: 'string' } } })
  } catch {
    return null
  }
}

function complain(what: string, values?: Record<string, string>): number {
  console.error(texts(`cli:import.${what}`, values))
  return 2
}
