import type { Report, ReportFigure, ReportTable } from '#contract/reports.ts'
import { textsIn } from '#platform/i18n'

export interface ReportLetter {
  subject: string
  text: string
  html: string
}

export interface LetterLinks {
  /** To the screen; null where no public address is set. */
  open: string | null
  /** To the page that ends the subscription. */
  stop: string | null
}

/** A report as a mail: plain tables, no picture, nothing fetched; one text that says the same. */
export function letterOf(report: Report, { open, stop }: LetterLinks): ReportLetter {
  const t = textsIn(report.language)
  const words = { shop: report.of, title: report.title }
  const close = { open: t('reports:mail.open'), why: report.kind === 'shops' ? t('reports:mail.whySeveral') : t('reports:mail.why', words), stop: t('reports:mail.stop') }
  return { subject: t('reports:mail.subject', words), text: textOf(report, close, { open, stop }), html: htmlOf(report, close, { open, stop }) }
}

type Close = Record<'open' | 'why' | 'stop', string>

function textOf({ of, title, span, written, notice, figures, todo, tables, footnotes, words }: Report, close: Close, { open, stop }: LetterLinks): string {
  const parts = [
    `${of}\n${title}\n${span}`,
    notice,
    ...figures.map(({ label, cell, note, change, soWhat }) => [`${label}: ${cell.text}`, note, change?.text, soWhat && `${words.soWhat} ${soWhat}`].filter(Boolean).join('\n  ')),
    todo.length > 0 ? [words.todo, ...todo.map((one, at) => `${at + 1}. ${one}`)].join('\n') : null,
    ...tables.map((table) => [table.title, ...(table.rows.length > 0 ? table.rows.map(({ cells }) => lineOf(table, cells)) : [table.none])].join('\n')),
    [words.footnotes, ...footnotes.map((note) => `- ${note}`)].join('\n'),
    open && `${close.open}: ${open}`,
    `-- \n${close.why}\n${written}${stop ? `\n${close.stop}: ${stop}` : ''}`,
  ]
  return parts.filter(Boolean).join('\n\n')
}

/** A table's row where nothing lines up: names beside figures. */
const lineOf = ({ columns }: ReportTable, [first, ...rest]: readonly { text: string }[]): string => `- ${first?.text}: ${rest.flatMap(({ text }, at) => (text ? [`${columns[at + 1]!.label} ${text}`] : [])).join('; ')}`

// On a phone a row stands as lines, each cell behind its column's name: six columns would push the whole letter sideways.
const narrow = `@media (max-width:480px){.k-table,.k-table tbody,.k-table tr,.k-table td{display:block!important}.k-table thead{display:none!important}.k-table tr{border-top:1px solid #ddd6c8;padding:8px 0}.k-table td{border:0!important;padding:2px 0!important;text-align:right!important;overflow:hidden}.k-table td:first-child{text-align:left!important;font-weight:bold}.k-name{display:block!important;float:left;margin-right:12px}}`
// Colours are said twice: inline for those who know nothing else, and in a style for readers that are dark.
const style = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.k-page{background:#181a15!important}.k-card{background:#21241d!important}.k-ink{color:#eceadf!important}.k-soft{color:#b3b3a4!important}.k-line{border-color:#3b3f34!important}.k-leaf{color:#8fce9a!important}.k-bad{color:#f0a08f!important}}`
const INK = 'color:#23261f'
const SOFT = 'color:#5f6358'
const FONT = "font-family:'Plus Jakarta Sans',-apple-system,'Segoe UI',Roboto,Arial,sans-serif"
const CELL = 'padding:8px 6px;border-top:1px solid #ddd6c8;font-size:14px;line-height:1.4;vertical-align:top'

function htmlOf(report: Report, close: Close, { open, stop }: LetterLinks): string {
  const { of, title, span, written, notice, figures, todo, tables, footnotes, words, language } = report
  const section = (head: string, body: string) => `<h2 class="k-ink" style="${INK};font-size:16px;margin:28px 0 8px">${escaped(head)}</h2>${body}`
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escaped(title)}</title><style>${narrow}
${style}</style></head>
<body class="k-page" style="margin:0;padding:0;background:#faf6ee">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="k-page" style="background:#faf6ee"><tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="k-card" style="max-width:600px;background:#fffdf8;border-radius:12px;${FONT}"><tr><td style="padding:24px 20px">
<p class="k-leaf" style="color:#2c6e3c;font-size:14px;font-weight:bold;margin:0">${escaped(of)}</p>
<h1 class="k-ink" style="${INK};font-size:22px;line-height:1.25;margin:4px 0">${escaped(title)}</h1>
<p class="k-soft" style="${SOFT};font-size:13px;margin:0">${escaped(span)}</p>
${notice ? `<p class="k-ink" style="${INK};font-weight:bold;margin:16px 0 0">${escaped(notice)}</p>` : ''}
${figures.length > 0 ? `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin-top:16px">${figures.map((figure) => figureRow(figure, words.soWhat)).join('')}</table>` : ''}
${todo.length > 0 ? section(words.todo, `<ol class="k-ink" style="${INK};font-size:15px;line-height:1.5;margin:0;padding-left:22px">${todo.map((one) => `<li>${escaped(one)}</li>`).join('')}</ol>`) : ''}
${tables.map((table) => section(table.title, tableHtml(table))).join('\n')}
${footnotes.length > 0 ? section(words.footnotes, footnotes.map((note) => `<p class="k-soft" style="${SOFT};font-size:12px;line-height:1.45;margin:0 0 6px">${escaped(note)}</p>`).join('')) : ''}
${open ? `<p style="margin:24px 0 0"><a class="k-leaf" href="${escaped(open)}" style="color:#2c6e3c;font-weight:bold">${escaped(close.open)}</a></p>` : ''}
<p class="k-soft k-line" style="${SOFT};font-size:12px;line-height:1.5;margin:24px 0 0;border-top:1px solid #ddd6c8;padding-top:12px">${escaped(close.why)}<br>${escaped(written)}${stop ? `<br><a class="k-soft" href="${escaped(stop)}" style="${SOFT}">${escaped(close.stop)}</a>` : ''}</p>
</td></tr></table></td></tr></table></body></html>`
}

function figureRow({ label, cell, note, change, soWhat }: ReportFigure, soWhatWord: string): string {
  const tone = change?.tone === 'better' ? 'class="k-leaf" style="color:#2c6e3c' : change?.tone === 'worse' ? 'class="k-bad" style="color:#a03a28' : `class="k-soft" style="${SOFT}`
  return `<tr><td class="k-line" style="padding:12px 0;border-top:1px solid #ddd6c8">
<p class="k-soft" style="${SOFT};font-size:13px;margin:0">${escaped(label)}</p>
<p class="k-ink" style="${INK};font-size:20px;font-weight:bold;margin:2px 0">${escaped(cell.text)}</p>
${note ? `<p class="k-soft" style="${SOFT};font-size:13px;margin:0">${escaped(note)}</p>` : ''}${change ? `<p ${tone};font-size:13px;margin:0">${escaped(change.text)}</p>` : ''}
${soWhat === null ? '' : `<p class="k-ink" style="${INK};font-size:14px;line-height:1.45;margin:6px 0 0"><b>${escaped(soWhatWord)}</b> ${escaped(soWhat)}</p>`}</td></tr>`
}

function tableHtml({ columns, rows, none }: ReportTable): string {
  if (rows.length === 0) return `<p class="k-soft" style="${SOFT};font-size:14px;margin:0">${escaped(none)}</p>`
  const side = (at: number) => (columns[at]!.numeric ? ';text-align:right' : ';text-align:left')
  const head = columns.map(({ label }, at) => `<th scope="col" class="k-soft" style="${SOFT};padding:4px 6px;font-size:12px${side(at)}">${escaped(label)}</th>`).join('')
  const body = rows.map(({ cells, sum }) => `<tr class="k-line">${cells.map(({ text }, at) => `<td class="k-ink k-line" style="${INK};${CELL}${sum ? ';font-weight:bold' : ''}${side(at)}">${at > 0 ? nameOf(columns[at]!.label) : ''}${escaped(text)}</td>`).join('')}</tr>`)
  return `<table class="k-table" width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse"><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

const nameOf = (label: string) => `<span class="k-name k-soft" style="display:none;${SOFT}">${escaped(label)}</span>`

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
