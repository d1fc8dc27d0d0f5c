import { MOST_LINK_ROWS } from '#contract/links.ts'
import { columnsOf, readCsv } from '#platform/sheets'

/** A row as it was written, before anybody has asked whether it makes sense. */
export interface LinkRow {
  /** As a spreadsheet numbers them: the first is 1. */
  row: number
  target: string
  name: string
  channel: string
  message: string
}

const columns = {
  target: ['alamat', 'alamat tujuan', 'tujuan', 'tautan', 'pautan', 'url', 'address', 'link', 'target', 'long url', 'destination'],
  name: ['nama', 'name', 'judul', 'tajuk', 'title'],
  channel: ['saluran', 'kanal', 'channel', 'dibagikan lewat', 'dikongsi melalui'],
  message: ['pesan', 'mesej', 'message'],
} as const

/**
 * The rows of a list or table. With a header it is CSV, by commas, semicolons or tabs. Without one a line is an address,
 * and only a tab parts it from what follows: an address may hold a comma.
 */
export function readLinkRows(text: string): LinkRow[] | 'no-rows' | 'too-many-rows' | 'table-unreadable' {
  const lines = text.split(/\r\n|\r|\n/)
  const header = lines.find((line) => line.trim() !== '') ?? ''
  const at = columnsOf(header.split(/[,;\t]/).map(unquoted), columns)
  const rows = at.has('target') ? tableRows(text) : lines.map((line, index) => rowOf(index + 1, line.split('\t'), (field) => order.indexOf(field)))
  if (typeof rows === 'string') return rows
  const filled = rows.filter(({ target, name, channel, message }) => [target, name, channel, message].some((cell) => cell !== ''))
  if (filled.length === 0) return 'no-rows'
  return filled.length > MOST_LINK_ROWS ? 'too-many-rows' : filled
}

type Field = keyof typeof columns
/** Where no header says otherwise. */
const order: Field[] = ['target', 'name', 'channel', 'message']

function tableRows(text: string): LinkRow[] | 'table-unreadable' {
  const cells = readCsv(Buffer.from(text))
  if (typeof cells === 'string') return 'table-unreadable'
  const first = cells.findIndex((row) => row.some((cell) => cell.trim() !== ''))
  const at = columnsOf(cells[first] ?? [], columns)
  return cells.slice(first + 1).map((row, index) => rowOf(first + 2 + index, row, (field) => at.get(field)?.[0] ?? -1))
}

function rowOf(row: number, cells: readonly string[], columnOf: (field: Field) => number): LinkRow {
  const cell = (field: Field) => cells[columnOf(field)]?.trim() ?? ''
  return { row, target: cell('target'), name: cell('name'), channel: cell('channel'), message: cell('message') }
}

const unquoted = (cell: string): string => cell.trim().replace(/^"(.*)"$/, '$1')
