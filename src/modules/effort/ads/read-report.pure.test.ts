import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAdsReport, spreadEvenly, type AdsReport, type AdsReading } from './read-report.ts'

// The reports here are made by hand after the columns that both ads managers document; none is a real export.

const READING: AdsReading = { currency: 'IDR', today: '2026-11-18', channel: null }
const read = (text: string, reading: Partial<AdsReading> = {}) => readAdsReport(Buffer.from(text), { ...READING, ...reading })
function report(text: string, reading: Partial<AdsReading> = {}): AdsReport {
  const result = read(text, reading)
  if ('refused' in result) throw new Error(result.refused)
  return result
}
const short = ({ spends }: AdsReport) => spends.map(({ campaign, adSet, day, channel, amount }) => [campaign, adSet, day, channel, amount])

describe('a report of Meta', () => {
  it('in English, by day and platform, its own sum on top', () => {
    const found = report(
      [
        'Campaign name,Ad set name,Day,Platform,Amount spent (IDR),Reporting starts,Reporting ends',
        ',,,,75000,2026-11-01,2026-11-02',
        'Sambal,Ibu Jogja,2026-11-01,instagram,25000,2026-11-01,2026-11-02',
        'Sambal,Ibu Jogja,2026-11-01,facebook,20000,2026-11-01,2026-11-02',
        'Sambal,Ibu Jogja,2026-11-02,Audience Network,30000,2026-11-01,2026-11-02',
        'Sambal,Ibu Jogja,2026-11-02,,30000,2026-11-01,2026-11-02',
        'Sambal,Ibu Jogja,All,All,75000,2026-11-01,2026-11-02',
      ].join('\r\n'),
    )
    expect(found).toMatchObject({ network: 'meta', from: '2026-11-01', to: '2026-11-02', rows: 3, sum: 75_000, total: 75_000, sumRows: 2, spreadRows: 0, failedRows: 0 })
    expect(short(found)).toEqual([
      ['Sambal', 'Ibu Jogja', '2026-11-01', 'instagram', 25_000],
      ['Sambal', 'Ibu Jogja', '2026-11-01', 'facebook', 20_000],
      ['Sambal', 'Ibu Jogja', '2026-11-02', 'facebook', 30_000],
    ])
  })

  it('in Indonesian, over a range of days: spread evenly, the rest on the first days', () => {
    const found = report('Awal pelaporan;Akhir pelaporan;Nama kampanye;Jumlah yang dibelanjakan (IDR)\n2026-10-30;2026-11-01;Lebaran;Rp100.000\n', { channel: 'instagram' })
    expect(short(found).map(([, , day, , amount]) => [day, amount])).toEqual([
      ['2026-10-30', 33_334],
      ['2026-10-31', 33_333],
      ['2026-11-01', 33_333],
    ])
    expect(found).toMatchObject({ sum: 100_000, spreadRows: 1, total: null })
  })

  it('in Malay, in ringgit and sen, placements instead of platforms', () => {
    const found = report('Nama kempen,Hari,Penempatan,Amaun yang dibelanjakan (MYR)\nKuih,01/11/2026,Instagram Stories,"1,234.56"\nKuih,02/11/2026,Facebook Reels,RM5.5', { currency: 'MYR' })
    expect(short(found)).toEqual([
      ['Kuih', '', '2026-11-01', 'instagram', 123_456],
      ['Kuih', '', '2026-11-02', 'facebook', 550],
    ])
  })

  it('asks where the ads ran when it does not say', () => {
    expect(read('Campaign name,Day,Amount spent (IDR)\nA,2026-11-01,1')).toMatchObject({ refused: 'effort.ads-channel-needed' })
    expect(short(report('Campaign name,Day,Amount spent (IDR)\nA,2026-11-01,1', { channel: 'facebook' }))).toEqual([['A', '', '2026-11-01', 'facebook', 1]])
  })

  it('ends a range that goes on today, and adds the ads of an ad set', () => {
    const found = report('Campaign name,Reporting starts,Reporting ends,Amount spent (IDR),Ad name\nA,2026-11-17,2026-11-30,10,x\nA,2026-11-17,2026-11-18,5,y\n', { channel: 'facebook' })
    expect(short(found)).toEqual([
      ['A', '', '2026-11-17', 'facebook', 8],
      ['A', '', '2026-11-18', 'facebook', 7],
    ])
  })
})

describe('a report of TikTok', () => {
  it('in English and Indonesian, titles above, its own sum below', () => {
    const english = report('Report,Sambal Bu Tini\n\nCampaign name,Ad group name,By Day,Cost,Currency\nVideo,Jogja,2026-11-01 00:00:00,"50,000.00",IDR\nTotal of 1 results,-,-,"50,000.00",IDR\n')
    const indonesian = report('Nama kampanye\tNama grup iklan\tTanggal\tBiaya\tMata uang\nVideo\tJogja\t2026-11-01\t50.000\tIDR')
    expect(short(english)).toEqual([['Video', 'Jogja', '2026-11-01', 'tiktok', 50_000]])
    expect(english).toMatchObject({ network: 'tiktok', total: 50_000 })
    expect(indonesian.spends).toEqual(english.spends)
  })

  it('knows months before days from the whole file', () => {
    const found = report('Campaign name,Date,Cost\nA,11/1/2026,1\nA,10/31/2026,2\n')
    expect(found.spends.map(({ day }) => day)).toEqual(['2026-11-01', '2026-10-31'])
  })
})

describe('what can not be read', () => {
  it.each<[string, string, string]>([
    ['nothing', '', 'effort.ads-empty'],
    ['a header alone', 'Campaign name,By Day,Cost\n', 'effort.ads-empty'],
    ['only its sum', 'Campaign name,By Day,Cost\nTotal of 0 results,-,0', 'effort.ads-empty'],
    ['another table', 'No. Pesanan,Status Pesanan\n1,Selesai', 'effort.ads-format-unknown'],
    ['no days', 'Campaign name,Cost\nA,1', 'effort.ads-no-days'],
    ['a last line cut in its middle', 'Campaign name,By Day,Cost\nA,2026-11-01,1\nB,2026-1', 'effort.ads-cut-off'],
    ['a name cut in its middle', 'Campaign name,By Day,Cost\nA,2026-11-01,1\n"B', 'effort.ads-cut-off'],
    ['a workbook', 'PK\u0003\u0004\u0014\u0000', 'effort.ads-not-csv'],
    ['a currency that nobody knows', 'Campaign name,Day,Amount spent (XYZ)\nA,2026-11-01,1', 'effort.ads-other-currency'],
    ['ringgit in a row', 'Campaign name,By Day,Cost,Currency\nA,2026-11-01,1,IDR\nA,2026-11-02,1,MYR', 'effort.ads-other-currency'],
    ['sixty years of days', 'Campaign name,Start date,End date,Cost\nA,1960-01-01,2026-01-01,1', 'effort.ads-too-many-rows'],
    ['no row with a meaning', 'Campaign name,By Day,Cost\nA,kemarin,1', 'effort.ads-unreadable'],
  ])('%s', (_name, text, refused) => expect(read(text)).toMatchObject({ refused }))

  it('tells each row that it leaves out, with its number, column and reason', () => {
    const found = report(['Campaign name,By Day,Cost', 'A,2026-11-01,1000', 'A,31/02/2026,1', 'A,2026-11-02,-5', ',2026-11-02,7', ',2026-11-03,8', 'A,2026-12-01,1', 'A,2026-11-04,-'].join('\n'))
    expect(found.errors.map(({ row, column, code, values }) => [row, column, code, values.value])).toEqual([
      [3, 'By Day', 'effort.ads-row-day', '31/02/2026'],
      [4, 'Cost', 'effort.ads-row-amount', '-5'],
      [6, 'Campaign name', 'effort.ads-row-campaign', ''],
      [7, 'By Day', 'effort.ads-row-ahead', '2026-12-01'],
    ])
    expect(found).toMatchObject({ failedRows: 4, rows: 2, sum: 1000, total: 7 })
  })
})

it('spreads to the smallest unit, and the sum stays exact', () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 1, max: 400 }), (amount, days) => {
      const parts = spreadEvenly(amount, days)
      expect(parts).toHaveLength(days)
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount)
      expect(parts[0]! - parts.at(-1)!).toBeLessThanOrEqual(1)
    }),
  ))
