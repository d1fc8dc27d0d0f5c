import type { AdsReport } from '#contract/ads-reports.ts'
import type { Language } from '#contract/values.ts'
import { textsIn } from '#platform/i18n'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** The latest reports of ads managers that were taken in, the newest first, their words in the reader's language. */
export async function adsReports(scope: ReadScope, language: Language): Promise<AdsReport[]> {
  const rows = await tables(scope).selectFrom('effortAdReports').selectAll().where('workspaceId', '=', scope.workspaceId).orderBy('number', 'desc').limit(20).execute()
  const text = textsIn(language)
  const last = new Set<string>()
  return rows.map(({ reportId: id, number: _number, workspaceId: _shop, fromDay: from, toDay: to, total, undoneAt, takenAt, errors, ...row }) => {
    const standing = undoneAt === null && row.added + row.changed + row.removed > 0
    const undoable = standing && !last.has(row.network)
    if (standing) last.add(row.network)
    return {
      id,
      ...row,
      from,
      to,
      takenAt: takenAt.toISOString(),
      otherTotal: total === row.sum ? null : total,
      errors: errors.map(({ row: number, column, code, values }) => ({ row: number, column, text: text.optional(`effort:errors.${code.slice(code.indexOf('.') + 1)}.title`, values) ?? code })),
      undone: undoneAt !== null,
      undoable,
    }
  })
}
