import type { Generated } from 'kysely'
import type { SalesPlace } from '#contract/channels.ts'
import type { ImportUndone, OwnField } from '#contract/order-imports.ts'

/** What was brought by files, and what each of them changed. */
export interface ImportTables {
  shopImports: {
    workspaceId: string
    importId: string
    fileName: string
    format: string | null
    salesPlace: SalesPlace | null
    state: 'reading' | 'asking' | 'done' | 'failed' | 'stopped'
    stopAsked: Generated<boolean>
    startedBy: string | null
    startedAt: Date
    touchedAt: Date
    finishedAt: Date | null
    total: Generated<number>
    read: Generated<number>
    added: Generated<number>
    changed: Generated<number>
    unchanged: Generated<number>
    failedRows: Generated<number>
    errors: Generated<StoredRowError[]>
    /** Where it asks: the columns that nobody knows. */
    columns: { name: string; samples: string[] }[] | null
    problem: { code: string; values?: Record<string, string | number> } | null
    undoneAt: Generated<Date | null>
    undone: Generated<ImportUndone | null>
  }
  shopImportChanges: {
    workspaceId: string
    importId: string
    orderId: string
    /** The order's own, as the import or its undoing left it. */
    changedAt: Date | null
    /** What its file speaks of as it was on the import's other side: before it, or once it is taken back after it. */
    other: unknown
  }
  shopImportColumns: {
    workspaceId: string
    /** Equal for files with the same header. */
    header: string
    columns: Partial<Record<OwnField, string>>
    salesPlace: SalesPlace
    namedAt: Date
  }
}

export interface StoredRowError {
  row: number
  column: string | null
  code: string
  values?: Record<string, string | number>
}
