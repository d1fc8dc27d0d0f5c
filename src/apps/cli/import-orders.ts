import { commands as shop, type ImportInto } from '#modules/shop'
import type { Secrets } from '#platform/secrets'
import { tellRefusal, texts, wordsOf } from './import-words.ts'

const TELL_EVERY = 1000

/** Brings an order export in, and says how it went; answers 1 where nothing of it did. */
export async function bringOrders(into: ImportInto, needs: { secrets: Secrets }, file: { name: string; path: string }): Promise<0 | 1> {
  let shown = 0
  const result = await shop.importOrders(into, needs, file, ({ read }) => {
    if (read - shown < TELL_EVERY) return
    shown = read
    console.log(texts('cli:import.progress', { rows: read }))
  })
  if (result.problem) {
    tellRefusal(result.problem)
    return 1
  }
  const { added, changed, unchanged, failedRows: failed } = result
  console.log(texts('cli:import.done', { added, changed, unchanged, failed }))
  for (const { row, code, values } of result.errors) console.log(texts('cli:import.row', { row, reason: wordsOf(code, 'title', values) }))
  return 0
}
