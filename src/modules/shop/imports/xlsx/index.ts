import type { Source } from '../file/source.ts'
import type { RowOfSheet, Workbook } from '../file/workbook.ts'
import { zipParts } from '../file/zip-parts.ts'
import { keptRows, type KeptRows } from './kept-rows.ts'
import { sharedStringsReader, type SharedCell } from './shared-strings.ts'
import { sheetReader } from './sheet-rows.ts'
import type { XmlReader } from './xml.ts'

const isSheet = (name: string) => /^xl\/worksheets\/[^/]+\.xml$/i.test(name)
const isStrings = (name: string) => /^xl\/sharedStrings\.xml$/i.test(name)

/**
 * Opens an XLSX file for reading row by row, in bounded memory; throws `FileRefused` for whatever can't be read. Its rows are kept from the
 * first time that they are read to the end, unless they are too many.
 */
export async function openXlsx(source: Source): Promise<Workbook> {
  const strings: SharedCell[] = []
  let reader: XmlReader | undefined
  for await (const { bytes, last } of zipParts(source, isStrings)) {
    reader ??= sharedStringsReader(strings)
    reader.write(bytes)
    if (last) reader.end()
  }
  let kept: KeptRows | null = null
  return {
    rows: async function* () {
      if (kept) return yield* kept.again()
      const keeping = keptRows(strings)
      for await (const row of rowsOf(source, strings)) {
        keeping.keep(row)
        yield row
      }
      if (keeping.all) kept = keeping
    },
  }
}

async function* rowsOf(source: Source, strings: readonly SharedCell[]): AsyncGenerator<RowOfSheet> {
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
