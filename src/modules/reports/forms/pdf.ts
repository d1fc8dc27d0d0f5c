import { fileURLToPath } from 'node:url'
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { formatAmount } from '#contract/amount.ts'
import type { Report, ReportFigure, ReportTable } from '#contract/reports.ts'
import { curveSvg } from './curve.ts'

const INK = '#23261f'
const SOFT = '#5f6358'
const LINE = '#d9d3c5'
const LEAF = '#2c6e3c'
const tones: Record<'likely' | 'unsure' | 'not-yet', string> = { likely: LEAF, unsure: '#8a5a00', 'not-yet': '#a03a28' }

const font = (weight: number) => fileURLToPath(import.meta.resolve(`@fontsource/plus-jakarta-sans/files/plus-jakarta-sans-latin-${weight}-normal.woff`))

/** The report on A4, text that can be selected, its pages numbered. Some 300 ms; the printer is loaded when first asked for. */
export async function pdfOf(report: Report): Promise<Buffer> {
  const { default: printer } = await import('pdfmake')
  printer.setFonts({ Jakarta: { normal: font(400), bold: font(700) } })
  // Nothing but the letters above is read, whatever a text says.
  printer.setUrlAccessPolicy(() => false)
  printer.setLocalAccessPolicy((path) => path.includes('plus-jakarta-sans'))
  return printer.createPdf(documentOf(report)).getBuffer()
}

function documentOf(report: Report): TDocumentDefinitions {
  const { of, title, span, written, notice, figures, todo, tables, curve, footnotes, words, language, currency } = report
  const wide = tables.some(({ columns }) => columns.length > 7)
  const short = (units: number) => drawable(currency ? formatAmount(units, currency, language, { short: true }) : String(units))
  return {
    pageSize: 'A4',
    pageOrientation: wide ? 'landscape' : 'portrait',
    pageMargins: [42, 46, 42, 52],
    info: { title: drawable(`${of}: ${title}`), author: 'Kicau', creator: 'Kicau' },
    language,
    defaultStyle: { font: 'Jakarta', fontSize: 9.5, lineHeight: 1.25, color: INK },
    footer: (page, pages) => ({
      margin: [42, 14, 42, 0],
      columns: [
        { text: drawable(`${of} · ${title}`), fontSize: 8, color: SOFT },
        { text: words.page.replace('{{page}}', String(page)).replace('{{pages}}', String(pages)), fontSize: 8, color: SOFT, alignment: 'right' },
      ],
    }),
    content: [
      { text: drawable(of), fontSize: 11, bold: true, color: LEAF },
      { text: drawable(title), fontSize: 19, bold: true, margin: [0, 2, 0, 2] },
      { text: drawable(`${span} · ${written}`), color: SOFT, fontSize: 8.5 },
      ...(notice ? [{ text: drawable(notice), bold: true, margin: [0, 8, 0, 0] } as Content] : []),
      ...(figures.length > 0 ? [figuresGrid(figures, words.soWhat, wide ? 4 : 3)] : []),
      ...(todo.length > 0 ? [heading(words.todo), { ol: todo.map(drawable), margin: [0, 0, 0, 4] } as Content] : []),
      ...(curve ? [{ stack: [heading(curve.title), ...(curve.lead ? [{ text: drawable(curve.lead), color: SOFT, fontSize: 8.5 }] : []), { svg: curveSvg(curve.points, wide ? 750 : 510, short), font: 'Jakarta' }], unbreakable: true } as Content] : []),
      ...tables.slice(0, -1).flatMap((table) => tableOf(table)),
      ...lastOf(tables.at(-1), footnotes.length > 0 ? [heading(words.footnotes), ...footnotes.map((note): Content => ({ text: drawable(note), fontSize: 7.5, lineHeight: 1.15, color: SOFT, margin: [0, 0, 0, 2.5] }))] : []),
    ],
  }
}

const SHORT_TABLE = 14
/** Longer ones are set closer, so that a year's months share a page with what belongs beside them. */
const AIRY_TABLE = 6

/** Notes alone on a page look lost: a short last table goes with them. */
function lastOf(table: ReportTable | undefined, notes: Content[]): Content[] {
  const shown = table ? tableOf(table) : []
  if (notes.length === 0) return shown
  return table && table.rows.length <= AIRY_TABLE + 2 ? [{ stack: [...shown, ...notes], unbreakable: true }] : [...shown, { stack: notes, unbreakable: true }]
}

const heading = (text: string): Content => ({ text: drawable(text), fontSize: 12, bold: true, margin: [0, 12, 0, 5] })

function figuresGrid(figures: readonly ReportFigure[], soWhat: string, across: number): Content {
  const cells = figures.map(({ label, cell, note, change, verdict, soWhat: told }): TableCell => ({
    margin: [0, 0, 6, 6],
    stack: [
      { text: drawable(label), fontSize: 8, color: SOFT },
      { text: drawable(cell.text), fontSize: cell.text.length > 24 ? 10 : 14, bold: true, ...(verdict && { color: tones[verdict] }) },
      ...(note ? [{ text: drawable(note), fontSize: 8, color: SOFT }] : []),
      ...(change ? [{ text: drawable(change.text), fontSize: 8, color: change.tone === 'better' ? LEAF : change.tone === 'worse' ? tones['not-yet'] : SOFT }] : []),
      ...(told === null ? [] : [{ text: [{ text: `${drawable(soWhat)} `, bold: true }, drawable(told)], fontSize: 8, margin: [0, 3, 0, 0] } as Content]),
    ],
  }))
  while (cells.length % across > 0) cells.push('')
  const body: TableCell[][] = []
  for (let at = 0; at < cells.length; at += across) body.push(cells.slice(at, at + across))
  return { margin: [0, 14, 0, 0], table: { widths: Array.from({ length: across }, () => '*'), dontBreakRows: true, body }, layout: { hLineWidth: () => 0.6, vLineWidth: () => 0, hLineColor: () => LINE, paddingTop: () => 7, paddingBottom: () => 2, paddingLeft: () => 0, paddingRight: () => 8 } }
}

function tableOf({ title, lead, columns, rows, none }: ReportTable): Content[] {
  const head = heading(title)
  const led: Content[] = lead ? [{ text: drawable(lead), color: SOFT, fontSize: 8.5, margin: [0, 0, 0, 4] }] : []
  if (rows.length === 0) return [{ stack: [head, ...led, { text: drawable(none), color: SOFT }], unbreakable: true }]
  const fontSize = columns.length > 6 ? 8 : 8.5
  const airy = rows.length <= AIRY_TABLE
  const body: TableCell[][] = [
    columns.map(({ label, numeric }): TableCell => ({ text: drawable(label), bold: true, color: SOFT, fontSize: fontSize - 0.5, alignment: numeric ? 'right' : 'left' })),
    ...rows.map(({ cells, sum }) =>
      cells.map((cell, at): TableCell => ({ text: drawable(cell.text), bold: sum, fontSize, alignment: columns[at]!.numeric ? 'right' : 'left' })),
    ),
  ]
  const shown: Content[] = [
    head,
    ...led,
    {
      table: { headerRows: 1, keepWithHeaderRows: 1, dontBreakRows: true, widths: columns.map((_, at) => (at === 0 ? '*' : 'auto')), body },
      layout: {
        hLineWidth: (at: number) => (at === 0 ? 0 : at === 1 || (rows.at(-1)!.sum && at === body.length - 1) ? 0.9 : 0.4),
        vLineWidth: () => 0,
        hLineColor: () => LINE,
        paddingTop: () => (airy ? 3.5 : 2.2),
        paddingBottom: () => (airy ? 3 : 1.8),
        paddingLeft: (at: number) => (at === 0 ? 0 : 7),
        paddingRight: () => 7,
      },
    },
  ]
  // A short table stays whole, with its head; a long one goes on over the page under its columns' names.
  return rows.length <= SHORT_TABLE ? [{ stack: shown, unbreakable: true }] : shown
}

/** What the letters at hand can draw: Latin, with the marks that we write; the rest (pictures, other scripts) is left out. */
const drawable = (text: string): string => text.replace(/[^\n\u0020-\u007e\u00a0-\u00ff\u0131\u0152\u0153\u02c6\u02dc\u2010-\u2026\u2039\u203a\u20ac\u2122\u2212]/gu, '')
