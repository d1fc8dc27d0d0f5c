import { strToU8, zipSync, type Zippable } from 'fflate'

/** A number with how many digits it shows behind the point, or as a share of 100. */
export interface SheetNumber {
  value: number
  digits: number
  percent: boolean
}
export type SheetValue = string | SheetNumber
export interface SheetRow {
  cells: readonly SheetValue[]
  bold?: boolean
}
export interface Sheet {
  name: string
  rows: readonly SheetRow[]
}

// Excel's own formats by their number: none, 0, 0.00, #,##0, #,##0.00, 0%; 164 is the first of one's own.
const formats = { text: 0, whole: 3, one: 164, two: 4, percent: 165 } as const
type Format = keyof typeof formats
const order: readonly Format[] = ['text', 'whole', 'one', 'two', 'percent']
const styleOf = (format: Format, bold: boolean): number => order.indexOf(format) + (bold ? order.length : 0)
const formatOf = ({ digits, percent }: SheetNumber): Format => (percent ? 'percent' : digits === 0 ? 'whole' : digits === 1 ? 'one' : 'two')

/**
 * A workbook of plain sheets (ECMA-376), as Excel, LibreOffice and Google Sheets read it. Texts are inline strings: a
 * text is never a formula, whatever it begins with. The same rows give the same bytes.
 */
export function xlsxOf(sheets: readonly Sheet[]): Uint8Array {
  const names = uniqueNames(sheets.map(({ name }) => name))
  const files: Record<string, string> = {
    '[Content_Types].xml': xml(
      'Types',
      'http://schemas.openxmlformats.org/package/2006/content-types',
      `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
        `<Override PartName="/xl/workbook.xml" ContentType="${SHEET}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET}.styles+xml"/>` +
        sheets.map((_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${SHEET}.worksheet+xml"/>`).join(''),
    ),
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': xml(
      'workbook',
      MAIN,
      `<sheets>${names.map((name, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="r${at + 1}"/>`).join('')}</sheets>`,
      ` xmlns:r="${RELATIONS}"`,
    ),
    'xl/_rels/workbook.xml.rels': relations([...sheets.map((_, at): [string, string] => ['worksheet', `worksheets/sheet${at + 1}.xml`]), ['styles', 'styles.xml']]),
    'xl/styles.xml': styles,
  }
  sheets.forEach(({ rows }, at) => {
    files[`xl/worksheets/sheet${at + 1}.xml`] = xml('worksheet', MAIN, `<cols>${widths(rows)}</cols><sheetData>${rows.map(rowOf).join('')}</sheetData>`)
  })
  const zipped: Zippable = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, [strToU8(text), { mtime: '2000-01-01T00:00:00' }]]))
  return zipSync(zipped)
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const xml = (root: string, namespace: string, body: string, more = '') => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<${root} xmlns="${namespace}"${more}>${body}</${root}>`

const relations = (targets: readonly [string, string][]) =>
  xml('Relationships', 'http://schemas.openxmlformats.org/package/2006/relationships', targets.map(([type, target], at) => `<Relationship Id="r${at + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`).join(''))

const styles = xml(
  'styleSheet',
  MAIN,
  `<numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.0"/><numFmt numFmtId="165" formatCode="0.0%"/></numFmts>` +
    `<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
    `<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>` +
    `<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${order.length * 2}">` +
    [0, 1].flatMap((font) => order.map((format) => `<xf numFmtId="${formats[format]}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`)).join('') +
    `</cellXfs>`,
)

function rowOf({ cells, bold = false }: SheetRow, at: number): string {
  const written = cells.map((cell, column) => {
    const place = `${columnName(column)}${at + 1}`
    if (typeof cell === 'string') return cell === '' ? '' : `<c r="${place}" t="inlineStr" s="${styleOf('text', bold)}"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
    return `<c r="${place}" s="${styleOf(formatOf(cell), bold)}"><v>${cell.value}</v></c>`
  })
  return `<row r="${at + 1}">${written.join('')}</row>`
}

/** 0 is A, 26 is AA. */
const columnName = (column: number): string => (column < 26 ? '' : columnName(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26))

function widths(rows: readonly SheetRow[]): string {
  const count = Math.max(1, ...rows.map(({ cells }) => cells.length))
  return Array.from({ length: count }, (_, column) => {
    // A row of one cell is a sentence: it may run over its neighbours.
    const longest = Math.max(8, ...rows.map(({ cells }) => (cells.length > 1 && typeof cells[column] === 'string' ? cells[column].length : 0)))
    return `<col min="${column + 1}" max="${column + 1}" width="${Math.min(44, longest + 3)}" customWidth="1"/>`
  }).join('')
}

/** Excel wants at most 31 letters, none of []:*?/\ and no name twice. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const tidy = name.replace(/[[\]:*?/\\]/g, ' ').replace(/^'+|'+$/g, '').trim().slice(0, 27) || 'Kicau'
    let unique = tidy
    for (let number = 2; taken.has(unique.toLowerCase()); number++) unique = `${tidy} ${number}`
    taken.add(unique.toLowerCase())
    return unique
  })
}

/** What XML may not hold at all is left out. */
const escaped = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)
