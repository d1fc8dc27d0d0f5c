import type { Book } from '#contract/ledger.ts'
import type { ReadScope } from '#platform/scope'
import { bookReport } from '../model/book-report.ts'
import { readLedger } from '../sources.ts'

/** The opening balance, which months are closed, and what was corrected in them. */
export async function book(scope: ReadScope): Promise<Book> {
  return bookReport(await readLedger(scope))
}
