import type { Source } from '../file/source.ts'
import type { RowOfSheet, Workbook } from '../file/workbook.ts'
import { zipParts } from '../file/zip-parts.ts'
import { keptRows, type KeptRows } from './kept-rows.ts'
import { sharedStringsReader, type SharedCell } from './shared-strings.ts'
import { sheetReader } from './sheet-rows.ts'
import { xmlReader, type XmlReader } from './xml.ts'

const isSheet = (name: string) => /^xl\/worksheets\/[^/]+\.xml$/i.test(name)
const isBook = (name: string) => /^xl\/workbook\.xml$/i.test(name)
const isStrings = (name: string) => /^xl\/sharedStrings\.xml$/i.test(name)

/**
 * Opens an XLSX file for reading row by row, in bounded memory; throws `FileRefused` for whatever can't be read. Its rows are kept from the
 * first time that they are read to the end, unless they are too many.
 */
export async function openXlsx(source: Source): Promise<Workbook> {
  const strings: SharedCell[] = []
  const book = { from1904: false }
  const readers = new Map<string, XmlReader>()
  for await (const { name, bytes, last } of zipParts(source, (part) => isStrings(part) || isBook(part))) {
    let reader = readers.get(name)
    if (!reader) readers.set(name, (reader = isBook(name) ? bookReader(book) : sharedStringsReader(strings)))
    reader.write(bytes)
    if (last) reader.end()
  }
  let kept: KeptRows | null = null
  return {
    rows: async function* () {
      if (kept) return yield* kept.again()
      const keeping = keptRows(strings)
      for await (const row of rowsOf(source, strings, book)) {
        keeping.keep(row)
        yield row
      }
      if (keeping.all) kept = keeping
    },
  }
}

/** From which day a workbook counts: from 1904 where it began on a Macintosh. */
const bookReader = (book: { from1904: boolean }): XmlReader =>
  xmlReader({
    open: (name, { date1904 }) => {
      if (name === 'workbookPr') book.from1904 = date1904 === '1' || date1904 === 'true'
    },
    text: () => {},
    close: () => {},
  })

async function* rowsOf(source: Source, strings: readonly SharedCell[], book: { from1904: boolean }): AsyncGenerator<RowOfSheet> {
  let rows: RowOfSheet[] = []
  const readers = new Map<string, ReturnType<typeof sheetReader>>()
  for await (const { name, bytes, last } of zipParts(source, isSheet)) {
    let reader = readers.get(name)
    if (!reader) readers.set(name, (reader = sheetReader(strings, (row) => rows.push({ sheet: name, ...row }), book)))
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
