import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readLinkRows } from './link-rows.ts'

const row = (n: number, target: string, name = '', channel = '', message = '') => ({ row: n, target, name, channel, message })

test('an address a line, whatever it holds', () => {
  expect(readLinkRows('https://a.id/x,y;z?q="1"\n\n  toko.id  \r\n')).toEqual([row(1, 'https://a.id/x,y;z?q="1"'), row(3, 'toko.id')])
})

test('pasted from a spreadsheet, with or without a header', () => {
  expect(readLinkRows('https://a.id\tBio\tInstagram\nhttps://b.id\t\tTikTok')).toEqual([row(1, 'https://a.id', 'Bio', 'Instagram'), row(2, 'https://b.id', '', 'TikTok')])
  expect(readLinkRows('Nama\tAlamat tujuan\tCatatan\nBio\thttps://a.id\tapa saja')).toEqual([row(2, 'https://a.id', 'Bio')])
})

test('CSV as programs write it, numbered as a spreadsheet does', () => {
  expect(readLinkRows('\n"URL";"Name";"Channel"\r\n"https://a.id/?x=1;2";"Status ""baru""";wa\r\n;;\r\nhttps://b.id;;\r\n')).toEqual([
    row(3, 'https://a.id/?x=1;2', 'Status "baru"', 'wa'),
    row(5, 'https://b.id'),
  ])
  expect(readLinkRows('url,name\nhttps://a.id,"kurang')).toBe('table-unreadable')
})

test('nothing, or too much', () => {
  for (const text of ['', ' \n\t\n', 'alamat,nama\n,\n']) expect(readLinkRows(text)).toBe('no-rows')
  expect(readLinkRows('a.id\n'.repeat(500))).toHaveLength(500)
  expect(readLinkRows('a.id\n'.repeat(501))).toBe('too-many-rows')
})

test('whatever is pasted, rows keep their place and nothing throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const rows = readLinkRows(text)
      if (typeof rows === 'string') return
      const numbers = rows.map((one) => one.row)
      expect([...numbers].sort((one, other) => one - other)).toEqual(numbers)
      expect(new Set(numbers).size).toBe(numbers.length)
    }),
  )
})
