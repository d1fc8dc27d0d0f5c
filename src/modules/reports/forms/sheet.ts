import type { Report, ReportCell, ReportTable } from '#contract/reports.ts'
import { CSV_MARK, csvLine, xlsxOf, type SheetRow, type SheetValue } from '#platform/sheets'

/** The report as a spreadsheet reckons with it: amounts in whole currency, hours, shares; the same figures as on the screen. */
export const csvOf = (report: Report): string =>
  CSV_MARK +
  rowsOf(report)
    .map(({ cells }) => csvLine(cells.map((cell) => (typeof cell === 'string' ? cell : cell.percent ? Math.round(cell.value * 1e4) / 1e4 : cell.value))))
    .join('')

export const workbookOf = (report: Report): Uint8Array => xlsxOf([{ name: report.title, rows: rowsOf(report) }])

function rowsOf({ of, title, span, written, notice, figures, todo, tables, footnotes, words, currency }: Report): SheetRow[] {
  const empty: SheetRow = { cells: [] }
  const block = (head: string, rows: SheetRow[]): SheetRow[] => (rows.length > 0 ? [{ cells: [head], bold: true }, ...rows, empty] : [])
  const sentence = (text: string): SheetRow => ({ cells: [text] })
  return [
    { cells: [of], bold: true },
    { cells: [title], bold: true },
    sentence(currency ? `${span} · ${currency}` : span),
    sentence(written),
    ...(notice ? [sentence(notice)] : []),
    empty,
    ...figures.map(({ label, cell, note, change }) => ({ cells: [label, valueOf(cell), unsaid(cell), note ?? '', change?.text ?? ''] })),
    ...(figures.length > 0 ? [empty] : []),
    ...block(words.todo, todo.map(sentence)),
    ...tables.flatMap((table) =>
      block(table.title, [
        { cells: [...table.columns.map(({ label }) => label), ...estimatedColumns(table).map((at) => words.estimated.replace('{{column}}', table.columns[at]!.label))], bold: true },
        ...(table.rows.length > 0 ? table.rows.map(({ cells, sum }) => ({ cells: [...cells.map(valueOf), ...estimatedColumns(table).map((at) => ordersEstimated(cells[at]!))], bold: sum })) : [sentence(table.none)]),
      ]),
    ),
    ...block(words.footnotes, footnotes.map(sentence)),
  ]
}

/**
 * The columns of a table in which some amount is estimated: of how many orders stands in a column behind all others, so that the amounts
 * stay numbers, where they are always found.
 */
const estimatedColumns = ({ columns, rows }: ReportTable): number[] => columns.flatMap((_, at) => (rows.some(({ cells }) => cells[at]!.estimated > 0) ? [at] : []))
const ordersEstimated = ({ number, estimated }: ReportCell): SheetValue => (number ? { value: estimated, digits: 0, percent: false } : '')

const valueOf = ({ text, number }: ReportCell): SheetValue => number ?? text
/** A duration, or that something is missing: what the bare number does not say. */
const unsaid = ({ text, number }: ReportCell): string => (number ? text : '')
