import type { BookDue } from '#contract/ledger.ts'
import type { ReadScope } from '#platform/scope'
import { readLedger } from '../sources.ts'

/** What the keeper of the book is to write down: corrections that no book holds yet, and the rows of a month that is over. */
export async function bookDue(scope: ReadScope, month: string | null): Promise<BookDue> {
  const { ledger } = await readLedger(scope)
  const over = month !== null && ledger.months.includes(month) && month !== ledger.months.at(-1)
  return { corrections: [...ledger.correctionsDue], rows: over ? ledger.rowsNow(month) : null }
}
