import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import { commands as shop } from '#modules/shop'
import { acrossShops } from '#modules/workspace'
import { systemClock } from '#platform/clock'
import { readSettings } from '#platform/config'
import { openDatabase, openHits, scopesOf } from '#platform/db'
import { readRunFile, startEngines } from '#platform/engines'
import { textsIn } from '#platform/i18n'
import { openLog } from '#platform/log'
import { secretsOf } from '#platform/secrets'
import { cliLanguage } from './language.ts'

const language = cliLanguage(process.env)
const texts = textsIn(language)

/**
 * `kicau import FILE [--shop ADDRESS]`: takes a marketplace's order export in, through the engines of the running
 * Kicau where there is one, else through engines of its own.
 */
export async function importFile(args: string[]): Promise<number> {
  const at = args.indexOf('--shop')
  const slug = at >= 0 ? args[at + 1] : undefined
  const [path] = args.filter((arg, index) => arg !== '--shop' && (at < 0 || index !== at + 1))
  if (!path) return complain('noFile')
  if (!(await access(path).then(() => true).catch(() => false))) return complain('missing', { file: path })

  const settings = readSettings(process.env)
  const running = readRunFile(settings.DATA_DIR)
  const own = running
    ? null
    : await startEngines(
        { dataDir: settings.DATA_DIR, databaseUrl: settings.DATABASE_URL ?? undefined, clickhouseUrl: settings.CLICKHOUSE_URL ?? undefined },
        openLog('warn'),
      )
  const { postgres, clickhouse } = running ?? own!
  const database = openDatabase(postgres)
  const hits = openHits(clickhouse)
  try {
    const shops = (await acrossShops.allShops(database.writer)).filter((one) => !one.demo || one.slug === slug)
    const names = shops.map((one) => one.slug).join(', ')
    const chosen = slug ? shops.find((one) => one.slug === slug) : shops[0]
    if (shops.length === 0) return complain('none')
    if (!chosen) return complain('noShop', { shop: slug!, shops: names })
    if (!slug && shops.length > 1) return complain('several', { shops: names })

    let shown = 0
    const result = await shop.importOrders(
      { scopes: scopesOf(database, hits, systemClock), workspaceId: chosen.id, actor: { kind: 'system', id: 'cli' } },
      { secrets: await secretsOf(settings.DATA_DIR) },
      { name: basename(path), path },
      ({ read }) => {
        if (read - shown < 1000) return
        shown = read
        console.log(texts('cli:import.progress', { rows: read }))
      },
    )
    const words = (code: string, part: string, values?: Record<string, string | number>) => {
      const dot = code.indexOf('.')
      return texts.optional(`${code.slice(0, dot)}:errors.${code.slice(dot + 1)}.${part}`, values) ?? ''
    }
    if (result.problem) {
      for (const part of ['title', 'kept', 'todo']) console.error(words(result.problem.refused, part, result.problem.values))
      return 1
    }
    const { added, changed, unchanged, failedRows: failed } = result
    console.log(texts('cli:import.done', { added, changed, unchanged, failed }))
    for (const { row, code, values } of result.errors) console.log(texts('cli:import.row', { row, reason: words(code, 'title', values) }))
    return 0
  } finally {
    await hits.close()
    await database.close()
    await own?.stop()
  }
}

function complain(what: string, values?: Record<string, string>): number {
  console.error(texts(`cli:import.${what}`, values))
  return 2
}
