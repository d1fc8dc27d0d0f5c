import { readFile } from 'node:fs/promises'
import { gzipSync, strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { timeIn } from '#platform/sheets'
import { fileOf, fixture, sheetXml, xlsxOf } from '../for-tests.ts'
import { FileRefused, openWorkbook } from './index.ts'

async function rowsOf(bytes: Uint8Array): Promise<string[][]> {
  const { path } = await fileOf(bytes)
  const rows: string[][] = []
  for await (const row of (await openWorkbook(path)).rows()) rows.push(Array.from(row.cells, (cell) => cell?.text ?? ''))
  return rows
}

const refusalOf = async (bytes: Uint8Array): Promise<string> =>
  rowsOf(bytes).then(
    () => 'read',
    (failure: unknown) => (failure instanceof FileRefused ? failure.refusal.refused : String(failure)),
  )

const whole = await readFile(fixture('shopee-id-orders.xlsx'))
const ole = (name: string) => {
  const bytes = Buffer.alloc(2048)
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(bytes)
  Buffer.from(name, 'utf16le').copy(bytes, 1024)
  return bytes
}

describe('openWorkbook', () => {
  it('reads shared texts, texts in place, numbers, gaps and prefixes', async () => {
    const strings = `<sst><si><t>satu</t></si><si><r><t>du</t></r><r><t>a</t></r><rPh><t>x</t></rPh></si><si><t>a &amp; &#60;b&gt;</t></si></sst>`
    const sheet = `<x:worksheet xmlns:x="x"><x:sheetData><x:row r="3"><x:c r="A3" t="s"><x:v>0</x:v></x:c><x:c r="D3" t="s"><x:v>1</x:v></x:c></x:row><x:row><x:c t="s"><x:v>2</x:v></x:c><x:c><x:v>1.5</x:v></x:c><x:c t="str"><x:f>A1</x:f><x:v>tiga</x:v></x:c></x:row></x:sheetData></x:worksheet>`
    expect(await rowsOf(xlsxOf({ sheet1: sheet }, { 'xl/sharedStrings.xml': strToU8(strings) }))).toEqual([
      ['satu', '', '', 'dua'],
      ['a & <b>', '1.5', 'tiga'],
    ])
  })

  it('reads a file whose texts stand behind its rows, to the last row', async () => {
    const rows = await rowsOf(whole)
    expect(rows).toHaveLength(177)
    expect(rows[0]![0]).toBe('No. Pesanan')
  })

  it('refuses a file that is cut off, wherever', async () => {
    for (const share of [0.999, 0.9, 0.5, 0.1, 0.01]) expect(await refusalOf(whole.subarray(0, Math.floor(whole.length * share)))).toBe('shop.import-cut-off')
  })

  it('refuses a text that is cut off inside a cell or a row', async () => {
    const csv = 'No. Pesanan,Status,Jumlah\r\nA1,Selesai,1\r\nA2,"Sele'
    expect(await refusalOf(strToU8(csv))).toBe('shop.import-cut-off')
    expect(await refusalOf(strToU8(csv.replace('"Sele', 'Sele')))).toBe('shop.import-cut-off')
    expect(await refusalOf(strToU8(csv.replace('"Sele', 'Selesai,2')))).toBe('read')
  })

  it('refuses a damaged file', async () => {
    const damaged = Buffer.from(whole)
    for (let at = 2000; at < 12_000; at += 7) damaged[at] = damaged[at]! ^ 0x5a
    expect(await refusalOf(damaged)).toBe('shop.import-broken')
    expect(await refusalOf(xlsxOf({ sheet1: '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v>' }))).toBe('shop.import-broken')
  })

  it('refuses what is no table, and says what it is', async () => {
    expect(await refusalOf(ole('EncryptedPackage'))).toBe('shop.import-encrypted')
    expect(await refusalOf(ole('Workbook'))).toBe('shop.import-old-xls')
    expect(await refusalOf(ole('WordDocument'))).toBe('shop.import-not-a-table')
    expect(await refusalOf(strToU8('\n<html><body>Silakan masuk</body></html>'))).toBe('shop.import-not-a-table')
    expect(await refusalOf(Buffer.from('%PDF-1.7\n\u0000\u0001\u0002'))).toBe('shop.import-not-a-table')
    expect(await refusalOf(zipSync({ 'word/document.xml': strToU8('<document/>') }))).toBe('shop.import-not-a-table')
    expect(await refusalOf(new Uint8Array())).toBe('shop.import-empty')
    const nested = zipSync({ 'pesanan.zip': zipSync({ 'pesanan.csv': strToU8('a,b') }) })
    for (const zip of [nested, zipSync({ 'a.csv': zipSync({ 'b.csv': strToU8('a,b') }) })]) expect(await refusalOf(zip)).toBe('shop.import-not-a-table')
    expect(await refusalOf(zipSync({ 'juni.csv': strToU8('a,b'), 'juli.csv': strToU8('a,b') }))).toBe('shop.import-many-files')
    expect(await refusalOf(zipSync({ 'lama.xls': ole('Workbook') }))).toBe('shop.import-old-xls')
    const locked = Buffer.from(whole)
    locked[6] = locked[6]! | 1
    expect(await refusalOf(locked)).toBe('shop.import-encrypted')
  })

  it.each<[string, string, Uint8Array]>([
    ['shop.import-other-sheet', 'HTML/XML', strToU8('\n<html><table><tr><td>No. Pesanan</td></tr></table></html>')],
    ['shop.import-other-sheet', 'HTML/XML', strToU8('<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>')],
    ['shop.import-other-sheet', '.xlsb', zipSync({ 'xl/workbook.bin': new Uint8Array(9) })],
    ['shop.import-other-sheet', '.ods', zipSync({ mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet'), 'content.xml': strToU8('<a/>') })],
    ['shop.import-other-sheet', '.numbers', zipSync({ 'Index/Document.iwa': new Uint8Array(9) })],
    ['shop.import-other-archive', '.rar', Buffer.concat([Buffer.from('Rar!\u001a\u0007\u0001\u0000', 'latin1'), Buffer.alloc(90, 200)])],
    ['shop.import-other-archive', '.7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4, 9, 9])],
    ['shop.import-other-archive', '.gz', gzipSync(strToU8('a,b'))],
  ])('says %s of %s', async (refused, kind, bytes) => {
    const { path } = await fileOf(bytes)
    await expect(openWorkbook(path)).rejects.toMatchObject({ refusal: { refused, values: { kind } } })
  })

  it('says that it is locked, whichever part is; that it is an old one, however old', async () => {
    const zip = Buffer.from(zipSync({ 'Juli/': new Uint8Array(), 'Juli/pesanan.csv': strToU8('a,b') }))
    const [begins, listed] = [zip.indexOf('PK\u0003\u0004', 4), zip.lastIndexOf('PK\u0001\u0002')]
    zip[begins + 6] = zip[begins + 6]! | 1
    zip[listed + 8] = zip[listed + 8]! | 1
    expect(await refusalOf(zip)).toBe('shop.import-encrypted')
    expect(await refusalOf(Buffer.from([9, 0, 4, 0, 2, 0, 16, 0, 1, 1]))).toBe('shop.import-old-xls')
  })

  it('reads the table beside which its packer wrote something', async () =>
    expect(await rowsOf(zipSync({ 'BACA.txt': strToU8('Terima kasih'), 'pesanan.csv': strToU8('a,b') }))).toEqual([['a', 'b']]))

  it('takes a number that was marked as a text for what it says', async () =>
    expect(await rowsOf(strToU8(`"=""2607""",'2607,'08123,"'kutipan'",=1+1\n`))).toEqual([['2607', '2607', '08123', "'kutipan'", '=1+1']]))

  it('reads signs that a workbook writes as numbers, and days counted from 1904', async () => {
    const strings = '<sst><si><t>No._x0020_Pesanan_x000D_\n</t></si><si><t>_x005F_x0041_</t></si></sst>'
    const sheet = '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>a_x000D_b</t></is></c><c r="D1" t="str"><v>c_x000A_d</v></c><c r="E1"><v>44742.5</v></c></row></sheetData></worksheet>'
    expect(await rowsOf(xlsxOf({ sheet1: sheet }, { 'xl/sharedStrings.xml': strToU8(strings) }))).toEqual([['No. Pesanan', '_x0041_', 'a b', 'c d', '44742.5']])
    const { path } = await fileOf(xlsxOf({ sheet1: sheet }, { 'xl/workbook.xml': strToU8('<workbook><workbookPr date1904="1"/></workbook>') }))
    for await (const { cells } of (await openWorkbook(path)).rows()) expect(timeIn(cells[4], 'Asia/Jakarta')?.toISOString()).toBe('2026-07-01T05:00:00.000Z')
  })

  it('refuses bombs: by ratio, by a text without an end, by entities', async () => {
    const zeros = new Uint8Array(16 * 1024 * 1024)
    expect(await refusalOf(xlsxOf({}, { 'xl/worksheets/sheet1.xml': [zeros, { level: 9 }] }))).toBe('shop.import-bomb')
    expect(await refusalOf(zipSync({ 'pesanan.csv': [zeros, { level: 9 }] }))).toBe('shop.import-bomb')
    expect(await refusalOf(zipSync({ 'a.xlsx': [xlsxOf({}, { 'xl/worksheets/sheet1.xml': [zeros, { level: 9 }] }), { level: 0 }] }))).toBe('shop.import-bomb')
    const text = `<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>${'abcdefgh'.repeat(300_000)}</t></is></c></row></sheetData></worksheet>`
    expect(await refusalOf(xlsxOf({ sheet1: text }))).toBe('shop.import-bomb')
    const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData/></worksheet>`
    expect(await refusalOf(xlsxOf({ sheet1: laughs }))).toBe('shop.import-bomb')
  })

  it('passes over the parts that it does not need, bombs or not', async () => {
    const zeros = new Uint8Array(16 * 1024 * 1024)
    expect(await rowsOf(xlsxOf({ sheet1: sheetXml([['satu', 2]]) }, { 'xl/media/image1.png': [zeros, { level: 9 }] }))).toEqual([['satu', '2']])
  })

  it('keeps its memory bounded: 20,000 rows', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => [`26070${n}`, 'Selesai', 'Sambal Bawang 150 g', `Rp${n}.000`, n, 'KOTA MEDAN', 'SUMATERA UTARA'])
    const { path } = await fileOf(xlsxOf({ sheet1: sheetXml(rows) }))
    rows.length = 0
    let count = 0
    let most = 0
    const before = process.memoryUsage().rss
    for await (const _ of (await openWorkbook(path)).rows()) if (++count % 5000 === 0) most = Math.max(most, process.memoryUsage().rss)
    expect(count).toBe(20_000)
    expect((most - before) / 1024 / 1024).toBeLessThan(120)
  }, 20_000)
})
