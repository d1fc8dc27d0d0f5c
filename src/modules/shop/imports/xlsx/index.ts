import type { Cell } from '#platform/sheets'
import type { Source } from '../file/source.ts'
import type { RowOfSheet, Workbook } from '../file/workbook.ts'
import { zipParts } from '../file/zip-parts.ts'
import { sharedStringsReader } from './shared-strings.ts'
import { sheetReader } from './sheet-rows.ts'
import type { XmlReader } from './xml.ts'

const isSheet = (name: string) => /^xl\/worksheets\/[^/]+\.xml$/i.test(name)
const isStrings = (name: string) => /^xl\/sharedStrings\.xml$/i.test(name)

/** Opens an XLSX file for reading row by row, in bounded memory; throws `FileRefused` for whatever can't be read. */
export async function openXlsx(source: Source): Promise<Workbook> {
  const strings: Cell[] = []
  let reader: XmlReader | undefined
  for await (const { bytes, last } of zipParts(source, isStrings)) {
    reader ??= sharedStringsReader(strings)
    reader.write(bytes)
    if (last) reader.end()
  }
  return { rows: () => rowsOf(source, strings) }
}

async function* rowsOf(source: Source, strings: readonly Cell[]): AsyncGenerator<RowOfSheet> {
  let rows: RowOfSheet[] = []
  const readers = new Map<string, ReturnType<typeof sheetReader>>()
  for await (const { name, bytes, last } of zipParts(source, isSheet)) {
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
