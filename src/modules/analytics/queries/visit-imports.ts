import type { Language } from '#contract/values.ts'
import { leftOutReasons, type VisitImport } from '#contract/visit-imports.ts'
import { textsIn } from '#platform/i18n'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Whoever works at an import touches its record every second; after so long nobody does. */
export const SILENT_MS = 30_000
const MOST_SHOWN = 50

/** The latest imports, their words in the reader's language. */
export async function visitImports(scope: ReadScope, language: Language): Promise<VisitImport[]> {
  const rows = await asked(scope).orderBy('startedAt', 'desc').limit(MOST_SHOWN).execute()
  return rows.map((row) => present(row, language, scope.clock.now()))
}

export async function visitImport(scope: ReadScope, importId: string, language: Language): Promise<VisitImport | Refusal<'analytics.import-unknown'>> {
  const row = await asked(scope).where('analyticsImports.importId', '=', importId).executeTakeFirst()
  return row ? present(row, language, scope.clock.now()) : refuse('analytics.import-unknown')
}

const asked = (scope: ReadScope) =>
  tables(scope)
    .selectFrom('analyticsImports')
    .leftJoin('analyticsSites as site', (join) => join.onRef('site.id', '=', 'analyticsImports.siteId').on('site.removedAt', 'is', null))
    .leftJoin('analyticsImports as same', (join) => join.onRef('same.importId', '=', 'analyticsImports.sameAs').onRef('same.workspaceId', '=', 'analyticsImports.workspaceId'))
    .selectAll('analyticsImports')
    .select(['site.name as siteName', 'same.finishedAt as sameAt'])
    .where('analyticsImports.workspaceId', '=', scope.workspaceId)

type Row = Awaited<ReturnType<ReturnType<typeof asked>['execute']>>[number]

function present(row: Row, language: Language, now: Date): VisitImport {
  const text = textsIn(language)
  const words = (code: string, part: string, values?: Record<string, string | number>) => text.optional(`analytics:errors.${code.slice(code.indexOf('.') + 1)}.${part}`, values)
  return {
    id: row.importId,
    siteId: row.siteId,
    siteName: row.siteName,
    fileName: row.fileName,
    format: row.format,
    state: row.state,
    interrupted: row.state === 'reading' && now.getTime() - row.touchedAt.getTime() > SILENT_MS,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    bytes: Number(row.bytes),
    readBytes: Number(row.readBytes),
    lines: Number(row.lines),
    counted: Number(row.counted),
    leftOut: leftOutReasons.flatMap((because) => (row.leftOut[because] ? [{ because, lines: row.leftOut[because] }] : [])),
    failedLines: Number(row.failedLines),
    errors: row.errors.map(({ line, code, text: of }) => ({ line, text: of ?? null, reason: words(code, 'title') ?? code })),
    from: row.firstDay,
    to: row.lastDay,
    sameAs: row.sameAt?.toISOString() ?? null,
    problem: row.problem && {
      code: row.problem.code,
      title: words(row.problem.code, 'title', row.problem.values) ?? row.problem.code,
      kept: words(row.problem.code, 'kept', row.problem.values),
      todo: words(row.problem.code, 'todo', row.problem.values),
    },
  }
}
