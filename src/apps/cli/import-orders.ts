import { commands as shop, type ImportInto, type ImportResult } from '#modules/shop'
import type { Secrets } from '#platform/secrets'
import { tellAway, tellRefusal, texts, wordsOf } from './import-words.ts'

const TELL_EVERY = 1000
/** What a file that is neither orders nor a site's past is refused for: it was never said that it holds orders. */
const UNKNOWN = ['shop.import-format-unknown', 'shop.import-not-a-table']

/** Brings an order export in, and says how it went; answers 1 where nothing of it did. */
export async function bringOrders(into: ImportInto, needs: { secrets: Secrets }, file: { name: string; path: string }): Promise<0 | 1> {
  let shown = 0
  let kept = texts('cli:import.awaySome')
  let result: ImportResult
  try {
    result = await shop.importOrders(into, needs, file, ({ read, taken, total }) => {
      if (taken > 0) kept = texts('cli:import.awayKept', { taken, total })
      if (read - shown < TELL_EVERY) return
      shown = read
      console.log(texts('cli:import.progress', { rows: read }))
    })
  } catch (failure) {
    return tellAway(failure, kept)
  }
  if (result.problem) {
    if (UNKNOWN.includes(result.problem.refused)) for (const words of ['unknown', 'unknownKept', 'unknownTodo']) console.error(texts(`cli:import.${words}`))
    else tellRefusal(result.problem)
    return 1
  }
  const { added, changed, unchanged, failedRows: failed } = result
  console.log(texts('cli:import.done', { added, changed, unchanged, failed }))
  for (const { row, code, values } of result.errors) console.log(texts('cli:import.row', { row, reason: wordsOf(code, 'title', values) }))
  return 0
}
