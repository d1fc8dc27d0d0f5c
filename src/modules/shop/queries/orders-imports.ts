import { IMPORT_UNDO_DAYS, type OrdersImport } from '#contract/order-imports.ts'
import type { Language } from '#contract/values.ts'
import { textsIn } from '#platform/i18n'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { proposedColumns } from '../imports/formats/own.ts'
import { settlementFormats } from '../settlements/registry.ts'
import { tables, type ShopTables } from '../tables.ts'
import { ordersAwaited } from './settlements.ts'

/** A working import touches its record with every batch; after so long nobody works at it any more. */
const SILENT = 30_000

/** The latest imports, their words in the reader's language. */
export async function ordersImports(scope: ReadScope, language: Language): Promise<OrdersImport[]> {
  const rows = await tables(scope)
    .selectFrom('shopImports')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .orderBy('startedAt', 'desc')
    .limit(20)
    .execute()
  return presentAll(scope, rows as unknown as ImportRow[], language)
}

export async function ordersImport(scope: ReadScope, importId: string, language: Language): Promise<OrdersImport | Refusal<'shop.import-unknown'>> {
  const row = await tables(scope)
    .selectFrom('shopImports')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('importId', '=', importId)
    .executeTakeFirst()
  return row ? (await presentAll(scope, [row as unknown as ImportRow], language))[0]! : refuse('shop.import-unknown')
}

type Plain<T> = T extends { __select__: infer S } ? S : T
type ImportRow = { [K in keyof ShopTables['shopImports']]: Plain<ShopTables['shopImports'][K]> }

async function presentAll(scope: ReadScope, rows: readonly ImportRow[], language: Language): Promise<OrdersImport[]> {
  const awaited = await ordersAwaited(scope, rows.flatMap((row) => (tells(row) === 'settlements' ? [row.importId] : [])))
  return rows.map((row) => ({ ...present(row, language, scope.clock.now()), awaited: awaited.get(row.importId) ?? null }))
}

/** What it changed is remembered for so long. */
export const isUndoable = (row: Pick<ImportRow, 'state' | 'startedAt' | 'added' | 'changed' | 'undoneAt'>, now: Date): boolean =>
  (row.state === 'done' || row.state === 'failed' || row.state === 'stopped') &&
  row.undoneAt === null &&
  row.added + row.changed > 0 &&
  now.getTime() - row.startedAt.getTime() < IMPORT_UNDO_DAYS * 86_400_000

/** What its file was about. */
export const tells = ({ format }: Pick<ImportRow, 'format'>) => (settlementFormats.some(({ name }) => name === format) ? 'settlements' : 'orders')

function present(row: ImportRow, language: Language, now: Date): Omit<OrdersImport, 'awaited'> {
  const text = textsIn(language)
  const words = (code: string, part: string, values?: Record<string, string | number>) =>
    text.optional(`shop:errors.${code.slice(code.indexOf('.') + 1)}.${part}`, values)
  return {
    id: row.importId,
    fileName: row.fileName,
    format: row.format,
    tells: tells(row),
    salesPlace: row.salesPlace,
    state: row.state,
    interrupted: row.state === 'reading' && now.getTime() - row.touchedAt.getTime() > SILENT,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    total: row.total,
    read: row.read,
    added: row.added,
    changed: row.changed,
    unchanged: row.unchanged,
    failedRows: row.failedRows,
    errors: row.errors.map(({ row: number, column, code, values }) => ({ row: number, column, text: words(code, 'title', values) ?? code })),
    undoable: isUndoable(row, now),
    undone: row.undone && row.undoneAt && { ...row.undone, at: row.undoneAt.toISOString() },
    asks: row.state === 'asking' && row.columns ? { columns: row.columns, proposed: proposedColumns(row.columns.map(({ name }) => name)) } : null,
    problem: row.problem && {
      code: row.problem.code,
      title: words(row.problem.code, 'title', row.problem.values) ?? row.problem.code,
      kept: words(row.problem.code, 'kept', row.problem.values),
      todo: words(row.problem.code, 'todo', row.problem.values),
    },
  }
}
