import { sql } from 'kysely'
import type { BookDue, Closing, Correction } from '#contract/ledger.ts'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope, WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Payback's own reckoning, handed over by who builds the house: what is due in the book, and the rows of a month. */
export type AskBook = (scope: ReadScope, month: string | null) => Promise<BookDue>

/**
 * Closes a month that is over: its rows are kept as payback reads them in this very transaction, so that its figures
 * stay. What had changed in earlier closed months is noted before, in the month that it belongs to.
 */
export async function closeMonth(
  scope: WriteScope,
  { ask, month, by }: { ask: AskBook; month: string; by: Closing['by'] },
): Promise<Closing | Refusal<'effort.month-not-over' | 'effort.month-closed'>> {
  await lockBook(scope)
  if (await closedMonth(scope, month)) return refuse('effort.month-closed', { where: 'month' })
  const { corrections, rows } = await ask(scope, month)
  if (!rows) return refuse('effort.month-not-over', { where: 'month' })
  await note(scope, corrections)
  const closedAt = scope.clock.now()
  await tables(scope)
    .insertInto('effortClosedMonths')
    .values({ workspaceId: scope.workspaceId, month, closedAt, closedBy: by, rows: JSON.stringify(rows) as never })
    .execute()
  await scope.announce({ type: 'MonthClosed', month })
  return { month, at: closedAt.toISOString(), by }
}

/** Notes what changed in closed months since it was last looked at, under today's date. Nothing is noted twice. */
export async function keepCorrections(scope: WriteScope, ask: AskBook): Promise<void> {
  if (!(await closedMonth(scope))) return
  await lockBook(scope)
  const { corrections } = await ask(scope, null)
  await note(scope, corrections)
}

async function note(scope: WriteScope, corrections: readonly Correction[]): Promise<void> {
  if (corrections.length === 0) return
  const notedAt = scope.clock.now()
  const rows = corrections.map(({ missing, ...correction }) => ({
    workspaceId: scope.workspaceId,
    correctionId: newId(notedAt.getTime()),
    ...correction,
    ordersMissing: missing.orders,
    minutesMissing: missing.minutes,
    notedAt,
  }))
  // A statement takes 65,535 values.
  for (let from = 0; from < rows.length; from += 5_000)
    await tables(scope).insertInto('effortCorrections').values(rows.slice(from, from + 5_000)).execute()
  await scope.announce({ type: 'CorrectionsNoted', count: corrections.length })
}

/** One transaction at a time reckons what is due: two would note it twice. */
const lockBook = (scope: WriteScope) => sql`select pg_advisory_xact_lock(hashtextextended(${`book ${scope.workspaceId}`}, 0))`.execute(scope.db)

const closedMonth = (scope: ReadScope, month?: string) =>
  tables(scope)
    .selectFrom('effortClosedMonths')
    .select('month')
    .where('workspaceId', '=', scope.workspaceId)
    .$if(month !== undefined, (query) => query.where('month', '=', month!))
    .limit(1)
    .executeTakeFirst()
