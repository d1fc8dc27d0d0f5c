import { FileRefused } from './refused.ts'
import { sharedStringsReader } from './shared-strings.ts'
import { sheetReader, type SheetRow } from './sheet-rows.ts'
import { refuseUnlessZip } from './sniff.ts'
import type { XmlReader } from './xml.ts'
import { zipParts } from './zip-parts.ts'

export { FileRefused, type FileRefusalCode } from './refused.ts'
export type { SheetRow } from './sheet-rows.ts'
export { MOST_ROWS } from './limits.ts'

export interface RowOfSheet extends SheetRow {
  /** The part's name inside the file: equal for rows of one sheet. */
  sheet: string
}

export interface Workbook {
  /** All rows of all sheets as they stand in the file; may be asked again and again. */
  rows(): AsyncGenerator<RowOfSheet>
}

const isSheet = (name: string) => /^xl\/worksheets\/[^/]+\.xml$/i.test(name)
const isStrings = (name: string) => /^xl\/sharedStrings\.xml$/i.test(name)
const isWorkbook = (name: string) => /^xl\/workbook\.xml$/i.test(name)

/** Opens an XLSX file for reading row by row, in bounded memory; throws `FileRefused` for whatever can't be read. */
export async function openWorkbook(path: string): Promise<Workbook> {
  await refuseUnlessZip(path)
  const strings: string[] = []
  let reader: XmlReader | undefined
  let isXlsx = false
  for await (const { name, bytes, last } of zipParts(path, (part) => isStrings(part) || isWorkbook(part))) {
    isXlsx ||= isWorkbook(name)
    if (!isStrings(name)) continue
    reader ??= sharedStringsReader(strings)
    reader.write(bytes)
    if (last) reader.end()
  }
  if (!isXlsx) throw new FileRefused('shop.import-not-xlsx')
  return { rows: () => rowsOf(path, strings) }
}

async function* rowsOf(path: string, strings: readonly string[]): AsyncGenerator<RowOfSheet> {
  let rows: RowOfSheet[] = []
  const readers = new Map<string, XmlReader>()
  for await (const { name, bytes, last } of zipParts(path, isSheet)) {
    let reader = readers.get(name)
    if (!reader) readers.set(name, (reader = sheetReader(strings, (row) => rows.push({ sheet: name, ...row }))))
    reader.write(bytes)
    if (last) {
      reader.end()
      readers.delete(name)
    }
    const done = rows
    rows = []
    yield* done
  }
}
