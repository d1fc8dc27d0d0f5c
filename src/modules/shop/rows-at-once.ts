import { sql, type RawBuilder } from 'kysely'

const types = { uuid: sql`uuid`, text: sql`text`, bigint: sql`bigint`, integer: sql`integer`, jsonb: sql`jsonb`, timestamptz: sql`timestamptz` }

/** A table's columns, and what they are in the store. The first one tells its rows apart. */
export type ColumnTypes<Column extends string> = Readonly<Record<Column, keyof typeof types>>

/**
 * Rows as a table that one statement reads: a column is one array, or one value where all rows say the same. Thousands of values of their
 * own would be read and planned one by one, and of one JSON each row is taken apart by the names of its fields.
 * A column that no row speaks of is not there.
 */
export function rowsAtOnce<Column extends string, Row extends { [Name in keyof Row]: Name extends Column ? unknown : never }>(
  columns: ColumnTypes<Column>,
  given: readonly Row[],
): { names: Column[]; table: RawBuilder<unknown> } {
  const rows = given as readonly unknown[] as readonly Partial<Record<Column, unknown>>[]
  const names = (Object.keys(columns) as Column[]).filter((name) => rows.some((row) => row[name] !== undefined))
  const differ = names.filter((name, at) => at === 0 || rows.some((row) => row[name] !== rows[0]![name]))
  const selected = names.map((name) => (differ.includes(name) ? sql.ref(`t.${name}`) : sql`${stored(rows[0]![name])}::${types[columns[name]]} as ${sql.ref(name)}`))
  const arrays = differ.map((name) => sql`${rows.map((row) => stored(row[name]))}::${types[columns[name]]}[]`)
  return { names, table: sql`(select ${sql.join(selected)} from unnest(${sql.join(arrays)}) as t (${sql.join(differ.map((name) => sql.ref(name)))}))` }
}

function stored(value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? wellFormed(JSON.stringify(value)) : (value as string | number)
}

/** A text that was cut in the midst of an emoji is none for the store; in JSON only such halves stand as `\udxxx`. */
const wellFormed = (json: string): string => (json.includes('\\ud') ? json.replace(/\\(?:u(d[89a-f][0-9a-f]{2})|.)/g, (sign, half?: string) => (half ? '\ufffd' : sign)) : json)
