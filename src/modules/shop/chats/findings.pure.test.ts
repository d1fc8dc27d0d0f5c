import { describe, expect, it } from 'vitest'
import { findingsIn } from './findings.ts'
import { readChat } from './read-chat.ts'

const products = [
  { productId: 'sb', name: 'Sambal Bawang 150 g' },
  { productId: 'rk', name: 'Rempeyek Kacang' },
  { productId: 'k1', name: 'Keripik 100 g' },
  { productId: 'k2', name: 'Keripik 250 g' },
]
const find = (lines: string[], currency: 'IDR' | 'MYR' = 'IDR') => {
  const messages = readChat(lines.join('\n'))!.map((message) => ({ ...message, at: new Date(`${message.day}T${message.time}Z`) }))
  return findingsIn(messages, { me: 'Bu Tini', currency, products }).map(({ kind, said, first, buyer, amount, paid, products: sold }) => [kind, said.line, first.line, buyer, amount, paid, sold.map(({ productId, quantity }) => `${quantity} ${productId}`)])
}

describe('findingsIn', () => {
  it('finds the order of a conversation by its total, what was wanted, and that it was paid', () =>
    expect(
      find([
        '13/07/26 09.00 - Siti: Halo, saya tertarik (K7)',
        '13/07/26 09.01 - Siti: mau pesan 2 botol sambal bawang sama rempeyek kacang 3 ya, keripik juga boleh',
        '13/07/26 09.02 - Bu Tini: Harga sambal 28.000, rempeyek 15rb',
        '13/07/26 09.05 - Bu Tini: Totalnya Rp101.000 ya Bu, ke rek 1234567890',
        '13/07/26 09.30 - Siti: sudah transfer ya',
      ]),
    ).toEqual([['order', 4, 1, 'Siti', 101_000, true, ['2 sb', '3 rk']]]))

  it.each(['mau 3 ya sambal bawang', 'pesan sambal bawang 3', 'order 3 buah sambal bawang dong', '3 lagi sambal bawang, mau'])('hears how many of what: %s', (text) => {
    expect(find([`13/07/26 09.00 - Siti: ${text}`, '13/07/26 09.01 - Bu Tini: total 84.000'])).toMatchObject([['order', 2, 1, 'Siti', 84_000, false, ['3 sb']]])
  })

  it('is not led by a phone number, an account number or a time', () => {
    expect(find(['13/07/26 09.00 - Siti: mau pesan, hub 0812-3456-7890', '13/07/26 09.05 - Bu Tini: total nanti ya, rek 123.456.789-0, jam 10.30'])).toEqual([['lead', 1, 1, 'Siti', null, false, []]])
  })

  it('makes a question a lead, and of idle talk nothing', () =>
    expect(
      find([
        '13/07/26 09.00 - Siti: Sambal masih ada?',
        '13/07/26 09.01 - Bu Tini: Ada Bu, 28rb',
        '16/07/26 09.00 - Siti: Selamat ulang tahun ya Bu',
        '16/07/26 09.01 - Bu Tini: Terima kasih',
      ]),
    ).toEqual([['lead', 1, 1, 'Siti', null, false, []]]))

  it('makes no question of a place, and none of what was deleted', () =>
    expect(find(['13/07/26 09.00 - Siti: lokasi: https://maps.google.com/?q=-7.797068,110.370529', '13/07/26 09.01 - Siti: Pesan ini telah dihapus', '13/07/26 09.02 - Siti: Selamat pagi <Pesan ini diedit>'])).toEqual([]))

  it('parts conversations by a day of silence: a second order is a second one', () =>
    expect(
      find([
        '13/07/26 09.00 - Siti: pesan 1 sambal bawang',
        '13/07/26 09.01 - Bu Tini: Total 28.000',
        '20/07/26 09.00 - Siti: pesan lagi sambal bawang 4',
        '20/07/26 09.01 - Bu Tini: Jadi 112 rb ya',
      ]),
    ).toEqual([
      ['order', 2, 1, 'Siti', 28_000, false, ['1 sb']],
      ['order', 4, 3, 'Siti', 112_000, false, ['4 sb']],
    ]))

  it('reads ringgit and Malay', () =>
    expect(find(['13/7/26, 9:00 PG - +60 12-345 6789: Nak 2 rempeyek kacang', '13/7/26, 9:05 PG - Bu Tini: Semua RM31.50 ya', '13/7/26, 9:30 PG - +60 12-345 6789: dah transfer'], 'MYR')).toEqual([
      ['order', 2, 1, '+60 12-345 6789', 3150, true, ['2 rk']],
    ]))

  it.each([
    ['IDR', 'total SGD 1,250 ya', 125_000, 'SGD'],
    ['IDR', 'totalnya RM31.50', 3_150, 'MYR'],
    ['IDR', 'total 45 sgd, kira-kira 550rb', 550_000, 'IDR'],
    ['MYR', 'jumlah Rp45.000', 45_000, 'IDR'],
    ['MYR', 'jumlah S$45.00', 4_500, 'SGD'],
    ['MYR', 'jumlah SGD 45.00', 4_500, 'SGD'],
    ['SGD', 'total $45.00', 4_500, 'SGD'],
    ['IDR', 'total $1,250', null, 'IDR'],
  ] as const)('in a shop of %s "%s" is what it says', (own, text, amount, currency) => {
    const messages = readChat(`13/07/26 09.00 - Siti: pesan 2 rempeyek kacang\n13/07/26 09.01 - Bu Tini: ${text}`)!.map((message) => ({ ...message, at: new Date(`${message.day}T${message.time}Z`) }))
    expect(findingsIn(messages, { me: 'Bu Tini', currency: own, products })).toMatchObject([{ amount, currency }])
  })

  it.each([
    ['IDR', 'Totalnya 90.000 + ongkir 12.000 jadi 102.000 ya kak', 90_000],
    ['IDR', 'Sambal 3 x 30.000 = 90.000\nOngkir JNE: 12rb\nTotal 102rb', 90_000],
    ['IDR', '56rb + 10rb (ongkir), total 66rb', 56_000],
    ['MYR', 'Jumlah RM25.00 + pos RM8.00 = RM33.00', 2_500],
    // Nothing shows that it is in.
    ['IDR', 'total 102.000, ongkir 12.000 dibayar di tempat', 102_000],
    ['IDR', 'total 102.000 sudah sama ongkir ya', 102_000],
    ['IDR', 'total 60.000 + ongkir', 60_000],
    ['IDR', 'total 60.000, ongkir nanti 9.000', 60_000],
    ['IDR', 'jadi kirim 60.000 ya', 60_000],
    // Two things that were bought, and nothing for the way.
    ['IDR', '60.000 + 28.000 total 88.000', 88_000],
  ] as const)('in a shop of %s the goods of "%s" are without the way to the buyer', (own, text, amount) => {
    const [first, ...more] = text.split('\n')
    expect(find(['13/07/26 09.00 - Siti: pesan 3 sambal bawang', `13/07/26 09.01 - Bu Tini: ${first!}`, ...more], own)).toMatchObject([['order', expect.any(Number), 1, 'Siti', amount, false, ['3 sb']]])
  })

  it('counts only what buyers say themselves in a group', () =>
    expect(find(['13/07/26 09.00 - Siti: Halo', '13/07/26 09.01 - Ani: pesan 2 sambal bawang, total 56.000', '13/07/26 09.02 - Bu Tini: Siap, total 84.000 buat Siti'])).toEqual([
      ['order', 2, 2, 'Ani', 56_000, false, ['2 sb']],
    ]))
})
