import { describe, expect, it } from 'vitest'
import { readCsv } from './index.ts'

const utf16 = (text: string, big = false) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return big ? bytes.swap16() : bytes
}

describe('readCsv', () => {
  const rows = [['Nama', 'Biaya'], ['Sambal "pedas", é', '1.250']]
  it.each<[string, Uint8Array]>([
    ['commas, as UTF-8', Buffer.from('Nama,Biaya\r\n"Sambal ""pedas"", é",1.250\r\n')],
    ['semicolons', Buffer.from('Nama;Biaya\n"Sambal ""pedas"", é";1.250')],
    ['tabs, as UTF-16', utf16('Nama\tBiaya\r\n"Sambal ""pedas"", é"\t1.250\r\n')],
    ['UTF-16 the other way round', utf16('Nama,Biaya\r"Sambal ""pedas"", é",1.250', true)],
    ['UTF-16 that lost half of its last letter', Buffer.concat([utf16('Nama\tBiaya\r\n"Sambal ""pedas"", é"\t1.250\r\n'), Buffer.from([10])])],
    ['the end mark of an old program', Buffer.from('Nama,Biaya\r\n"Sambal ""pedas"", é",1.250\r\n\u001a')],
    ['a last block that was filled up', Buffer.from(`Nama,Biaya\r\n"Sambal ""pedas"", é",1.250\r\n${'\0'.repeat(300)}`)],
    ['spaces before its quotes', Buffer.from('"Nama", "Biaya"\n"Sambal ""pedas"", é", "1.250"\n')],
    ['UTF-16 without its mark', Buffer.from('Nama,Biaya\n"Sambal ""pedas"", é",1.250', 'utf16le')],
    ['Windows-1252', Buffer.from('Nama,Biaya\n"Sambal ""pedas"", é",1.250', 'latin1')],
  ])('reads %s', (_name, bytes) => expect(readCsv(bytes)).toEqual(rows))

  it('keeps a line break inside a cell, an empty last cell and an empty line', () =>
    expect(readCsv(Buffer.from('a,"b\nc",\n\nd,e,f'))).toEqual([['a', 'b\nc', ''], [''], ['d', 'e', 'f']]))

  it('takes a quote behind a space for a letter where the file is not written so', () =>
    expect(readCsv(Buffer.from('a,b\n"c","d"\ne, "15 inci\n'))).toEqual([['a', 'b'], ['c', 'd'], ['e', ' "15 inci']]))

  it('reads on where a sign that no text has slipped into a name', () => {
    expect(readCsv(Buffer.from(`Nama,Biaya\nSambal\u0008 Bawang,1.250\n`))).toEqual([['Nama', 'Biaya'], ['Sambal\u0008 Bawang', '1.250']])
    expect(readCsv(Buffer.from('\u0001\u0002,b\n'))).toBe('not-text')
    expect(readCsv(Buffer.from(`a,b\n${'\u0003\u0004x'.repeat(20)}`))).toBe('not-text')
    expect(readCsv(Buffer.from(`a,b\nc,d${'\0'.repeat(9)}e,f\n`))).toBe('not-text')
  })

  it('drops the mark of UTF-8', () => expect(readCsv(Buffer.from('\ufeffa,b'))).toEqual([['a', 'b']]))

  it('says what can not be read', () => {
    expect(readCsv(Buffer.from('a,b\nc,"d'))).toBe('cut-off')
    expect(readCsv(Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0, 8, 0]))).toBe('not-text')
  })
})
