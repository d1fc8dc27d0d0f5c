import { folded } from '#platform/sheets'
import { csvRows, markOf, type CsvRow } from './csv-rows.ts'
import type { Format, Head, Reading, Sink } from '../format.ts'

/** A row by the names of its columns; '' for what it has not. */
export type Told<Name extends string> = (name: Name) => string

interface Table<Name extends string> {
  /** Where a table of this kind has all of these columns, it is one. */
  needed: readonly NoInfer<Name>[]
  /** The names it may have in a header. */
  aliases: Record<Name, readonly string[]>
}

/** In which column each name stands; null where not all are there that are needed. */
export function columnsIn<Name extends string>(header: readonly string[], { needed, aliases }: Table<Name>): ReadonlyMap<Name, number> | null {
  const words = header.map(folded)
  const of = new Map<Name, number>()
  for (const [name, known] of Object.entries(aliases) as [Name, readonly string[]][]) {
    const at = known.map((alias) => words.indexOf(folded(alias))).find((column) => column >= 0)
    if (at !== undefined) of.set(name, at)
  }
  return needed.every((name) => of.has(name)) ? of : null
}

/** Whether a file begins with the header of such a table. */
export const beginsWith = <Name extends string>(head: Head, table: Table<Name>): boolean => {
  const [header = ''] = head.lines
  return columnsIn(splitHeader(header), table) !== null
}

const splitHeader = (header: string): string[] => header.split(markOf(header)).map((name) => name.replace(/^"|"$/g, ''))

/** Reads a table that begins with its header, row by row. */
export function tableFormat<Name extends string>(
  name: Format['name'],
  table: Table<Name>,
  begin: (reading: Reading, into: Sink) => (told: Told<Name>, line: number) => void,
): Format {
  return {
    name,
    knows: (head) => beginsWith(head, table),
    read: async (chunks, reading, into) => {
      const take = begin(reading, into)
      let columns: ReadonlyMap<Name, number> | null = null
      let cells: readonly string[] = []
      const told: Told<Name> = (name) => cells[columns!.get(name) ?? -1] ?? ''
      for await (const { rows, tooLong } of withMark(chunks)) {
        for (const line of tooLong) into.unreadable(line, 'analytics.line-too-long')
        for (const row of rows) {
          if (columns === null) columns = columnsIn(row.cells, table)
          else {
            cells = row.cells
            take(told, row.line)
          }
        }
        await into.pause()
      }
    },
  }
}

/** Rows of a file whose first line says what parts the cells. */
export async function* withMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<{ rows: CsvRow[]; tooLong: number[] }> {
  const all = chunks[Symbol.asyncIterator]()
  const { value } = (await all.next()) as { value?: Buffer }
  if (!value) return
  const header = value.toString('utf8').replace(/^\ufeff/, '').split('\n').find((line) => line.trim() !== '' && !line.startsWith('#')) ?? ''
  yield* csvRows(
    (async function* () {
      yield value
      for (let next = await all.next(); !next.done; next = await all.next()) yield next.value
    })(),
    markOf(header),
  )
}
