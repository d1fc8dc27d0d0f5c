import { openXlsx } from '../xlsx/index.ts'
import { openText } from './csv.ts'
import { MOST_BYTES } from './limits.ts'
import { FileRefused } from './refused.ts'
import { kindOf } from './sniff.ts'
import { bytesSource, fileSource, type Source } from './source.ts'
import type { Workbook } from './workbook.ts'
import { unpacked, zipNames } from './zip-parts.ts'

export { MOST_ROWS } from './limits.ts'
export { FileRefused, type FileRefusalCode } from './refused.ts'
export type { RowOfSheet, Workbook } from './workbook.ts'

const isXlsx = (names: readonly string[]) => names.some((name) => /^xl\/workbook\.xml$/i.test(name))
/** Workbooks that are zip files too, by a part that only they have. */
const otherSheets: readonly [kind: string, part: RegExp][] = [
  ['.xlsb', /^xl\/workbook\.bin$/i],
  ['.ods', /^content\.xml$/],
  ['.numbers', /^Index\/.*\.iwa$|^Index\.zip$/],
]
// What macOS puts beside the files is no file of anybody's.
const mayBeTable = (name: string) => /\.(xlsx|xls|csv|tsv|txt)$/i.test(name) && !/(^|\/)(__MACOSX\/|\._)/.test(name)

/**
 * Opens a file of rows in bounded memory, told by its bytes and not by its name: XLSX, CSV in any of its spellings, or
 * one of these zipped. Throws `FileRefused` for whatever can't be read.
 */
export async function openWorkbook(path: string): Promise<Workbook> {
  return openSource(await fileSource(path), { packed: false })
}

async function openSource(source: Source, { packed }: { packed: boolean }): Promise<Workbook> {
  if ((await kindOf(source)) === 'text') return openText(source)
  const names = await zipNames(source)
  if (isXlsx(names)) return openXlsx(source)
  const other = otherSheets.find(([, part]) => names.some((name) => part.test(name)))
  if (other) throw new FileRefused('shop.import-other-sheet', { kind: other[0] })
  const [name, ...others] = packed ? [] : tablesIn(names)
  if (name === undefined) throw new FileRefused('shop.import-not-a-table')
  if (others.length > 0) throw new FileRefused('shop.import-many-files', { count: others.length + 1 })
  return openSource(bytesSource(await unpacked(source, name, MOST_BYTES)), { packed: true })
}

/** A text beside a table is what the packer had to say. */
function tablesIn(names: readonly string[]): string[] {
  const tables = names.filter(mayBeTable)
  const others = tables.filter((name) => !/\.txt$/i.test(name))
  return others.length > 0 ? others : tables
}
