import { exponents } from '#contract/amount.ts'
import type { Language } from '#contract/values.ts'
import type { VisitDimension } from '#contract/visit-filters.ts'
import { textsIn } from '#platform/i18n'
import type { ReadScope } from '#platform/scope'
import { CSV_MARK, csvLine } from '#platform/sheets'
import type { Asked } from '../model.ts'
import { visitsBy, type Sought } from './visits-by.ts'

/** What the reader knows the values by, where that is something else than the value. */
type NameOf = (value: string) => string

const columns = ['visitors', 'visits', 'times', 'bounces', 'seconds', 'reached', 'revenue'] as const
const ROWS_AT_ONCE = 10_000

/**
 * A list of visits as CSV, whole, a piece at a time: values in whole currency with a point, '' for what is not known. What the screen shows
 * by a name has both: the name to read, and the id or code to look up.
 */
export async function* visitsFile(scope: ReadScope, asked: Asked, by: VisitDimension, language: Language, { sought, nameOf }: { sought?: Sought; nameOf?: NameOf } = {}): AsyncGenerator<string> {
  const text = textsIn(language)
  const digits = exponents[asked.currency]
  yield CSV_MARK + csvLine([text(`analytics:dimensions.${by}`), ...(nameOf ? [text('analytics:file.name')] : []), ...columns.map((column) => text(`analytics:file.${column}`))])
  for (let skip = 0; ; skip += ROWS_AT_ONCE) {
    const { rows } = await visitsBy(scope, asked, by, { sought, limit: ROWS_AT_ONCE, skip })
    yield rows
      .map((row) =>
        csvLine([row.value, ...(nameOf ? [nameOf(row.value)] : []), row.visitors, row.visits, row.times, row.bounces, row.engagedSeconds === null ? null : Number(row.engagedSeconds.toFixed(1)), row.reached, row.revenue === null ? '' : (row.revenue / 10 ** digits).toFixed(digits)]),
      )
      .join('')
    if (rows.length < ROWS_AT_ONCE) return
  }
}
