import { unzipSync, strFromU8 } from 'fflate'
import { expect, test } from 'vitest'
import { csvLine, xlsxOf } from './index.ts'

const dangerous = ['=HYPERLINK("http://evil.example","x")', '+1+cmd|x', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1']

test('a text is never a formula in CSV; a number stays one', () => {
  for (const text of dangerous) expect(csvLine([text]).replace(/^"/, ''), text).toMatch(/^'/)
  expect(csvLine(['Sambal, "pedas"', -1250.5, '-35000', '−Rp1', null])).toBe('"Sambal, ""pedas""",-1250.5,-35000,−Rp1,\r\n')
  // Read with semicolons between the cells, what follows one is still no cell of its own.
  expect(csvLine(['Sambal; =1+1'])).toBe('"Sambal; =1+1"\r\n')
})

test('a workbook holds texts as texts, numbers as numbers, and is well-formed whatever it holds', () => {
  const files = unzipSync(xlsxOf([{ name: "Tahun [2026]: Bu Tini's / semua yang panjang sekali", rows: [{ cells: [...dangerous, 'a & <b> "c" \u0000\u000b'], bold: true }, { cells: ['', { value: -0.125, digits: 1, percent: true }, { value: 1250, digits: 0, percent: false }] }] }]))
  const sheet = strFromU8(files['xl/worksheets/sheet1.xml']!)
  expect(sheet).not.toContain('<f>')
  expect(sheet.match(/t="inlineStr"/g)).toHaveLength(dangerous.length + 1)
  expect(sheet).toContain('a &#38; &#60;b&#62; &#34;c&#34; </t>')
  expect(sheet).toContain('<c r="B2" s="4"><v>-0.125</v></c><c r="C2" s="1"><v>1250</v></c>')
  expect(strFromU8(files['xl/workbook.xml']!)).toMatch(/<sheet name="[^[\]:*?/\\"]{1,31}"/)
})

test('the same rows give the same bytes, and no two sheets one name', () => {
  const sheets = [{ name: 'Kicau', rows: [] }, { name: 'kicau', rows: [] }, { name: '', rows: [{ cells: ['x'] }] }]
  expect(xlsxOf(sheets)).toEqual(xlsxOf(sheets))
  expect(strFromU8(unzipSync(xlsxOf(sheets))['xl/workbook.xml']!)).toMatch(/"Kicau".*"kicau 2".*"Kicau 3"/)
})
