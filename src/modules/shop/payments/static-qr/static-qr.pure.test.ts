import { encodeQR } from 'qr'
import { expect, test } from 'vitest'
import type { Money } from '#contract/values.ts'
import { crc16, readEmv, sealed, withAmount, type EmvCode } from './emv.ts'
import { matchesOf, readIncoming } from './matching.ts'
import { readQrPicture } from './read-picture.ts'

const merchant = [
  { tag: '00', value: '01' },
  { tag: '01', value: '11' },
  { tag: '26', value: '0014COM.GO-JEK.WWW01189360091234285490450210G6285936550303UMI' },
  { tag: '51', value: '0014ID.CO.QRIS.WWW0215ID10253801632580303UMI' },
  { tag: '52', value: '5812' },
  { tag: '53', value: '360' },
  { tag: '58', value: 'ID' },
  { tag: '59', value: 'SAMBAL BU TINI' },
  { tag: '60', value: 'YOGYAKARTA' },
  { tag: '61', value: '55122' },
  { tag: '62', value: '0703A01' },
]
const sticker = sealed(merchant)
const code = (text: string) => readEmv(text) as EmvCode
const changed = (tag: string, value: string | null) => sealed(value === null ? merchant.filter((field) => field.tag !== tag) : merchant.map((field) => (field.tag === tag ? { tag, value } : field)))

test('the checksum is EMVCo’s', () => {
  // The check value of CRC-16/CCITT-FALSE.
  expect(crc16('123456789')).toBe('29B1')
  // A whole code of another country's system, which others have published: Thailand's PromptPay.
  const promptPay = '00020101021129370016A000000677010111011300660000000005802TH530376463048956'
  expect(crc16(promptPay.slice(0, -4))).toBe(promptPay.slice(-4))
})

test('a sticker is read: whose it is, and where', () => {
  expect(readEmv(`  ${sticker}\n`)).toMatchObject({ name: 'SAMBAL BU TINI', city: 'YOGYAKARTA', currency: 'IDR' })
  expect(readEmv(sealed(merchant.map((field) => (field.tag === '53' ? { tag: '53', value: '458' } : field.tag === '58' ? { tag: '58', value: 'MY' } : field))))).toMatchObject({ currency: 'MYR' })
  expect(readEmv(sticker.slice(0, -4) + sticker.slice(-4).toLowerCase())).toMatchObject({ name: 'SAMBAL BU TINI' })
})

test('what is no sticker is told apart', () => {
  const fault = (text: string) => (readEmv(text) as { fault?: string }).fault
  for (const text of ['', 'https://toko.example', 'WIFI:S:x;;', '0002', sticker.slice(0, 40), 'x'.repeat(2000)]) expect(fault(text)).toBe('unreadable')
  expect(fault(sticker.replace('TINI', 'TINA'))).toBe('checksum')
  expect(fault(sealed([...merchant, { tag: '80', value: 'x' }]).replace(/6304.{4}$/, '63040000'))).toBe('checksum')
  expect(fault(changed('59', null))).toBe('not-a-payment')
  expect(fault(sealed(merchant.filter(({ tag }) => tag !== '26' && tag !== '51')))).toBe('not-a-payment')
  expect(fault(changed('53', '764'))).toBe('other-currency')
  // Made for one payment: not for the next buyer.
  expect(fault(changed('01', '12'))).toBe('dynamic')
  expect(fault(withAmount(code(sticker), 5000))).toBe('dynamic')
})

test('an amount goes into its place, the code is marked dynamic, and its checksum is made anew', () => {
  const asked = withAmount(code(sticker), 25_123)
  expect(asked).toContain('010212')
  expect(asked).toContain('5303360540525123' + '5802ID')
  expect(crc16(asked.slice(0, -4))).toBe(asked.slice(-4))
  // All else is the sticker's own.
  expect(asked.replace('010212', '010211').replace('540525123', '').slice(0, -4)).toBe(sticker.slice(0, -4))
  const ringgit = code(changed('53', '458'))
  expect(withAmount(ringgit, 1250)).toContain('540512.50')
  expect(withAmount(code(changed('01', null)), 1_000_000)).toContain('54071000000')
})

test('a code is read from a photo or screenshot of it, and nothing from any other picture', async () => {
  const { default: sharp } = await import('sharp')
  const squares = encodeQR(sticker, 'raw', { border: 4 })
  const raw = { width: squares.length, height: squares.length, channels: 1 } as const
  const png = await sharp(Uint8Array.from(squares.flat(), (dark) => (dark ? 0 : 255)), { raw }).resize(500, 500, { kernel: 'nearest' }).png().toBuffer()
  expect(await readQrPicture(png)).toBe(sticker)
  const photo = await sharp({ create: { width: 1400, height: 1900, channels: 3, background: '#c9b79a' } })
    .composite([{ input: await sharp(png).rotate(4, { background: '#c9b79a' }).toBuffer(), left: 400, top: 700 }])
    .jpeg({ quality: 75 })
    .toBuffer()
  expect(await readQrPicture(photo)).toBe(sticker)
  expect(await readQrPicture(await sharp({ create: { width: 300, height: 300, channels: 3, background: '#fff' } }).png().toBuffer())).toBeNull()
  expect(await readQrPicture(Buffer.from('no picture'))).toBeNull()
  expect(await readQrPicture(Buffer.alloc(0))).toBeNull()
})

test('an amount is read as its owner types it, or out of a bank’s notification', () => {
  const read = (text: string, currency: 'IDR' | 'MYR' = 'IDR') => readIncoming(text, currency, currency === 'IDR' ? 'id' : 'ms')
  for (const text of ['25123', '25.123', 'Rp25.123', 'Rp 25.123,00', ' 25.123,- ']) expect(read(text).amounts, text).toEqual([25_123])
  expect(read('25rb').amounts).toEqual([25_000])
  for (const time of ['10.14 WIB', '10.14.32 wita', '10.14WIT']) expect(read(`Dana masuk Rp 25.123,00 18/11 ${time}`), time).toEqual({ amounts: [25_123], time: '10:14' })
  expect(read('Dana masuk Rp 25.123,00 dari SITI AMINAH ke rek 1234567890 pada 18/11/26 10:14 WIB')).toEqual({ amounts: [25_123], time: '10:14' })
  expect(read('QRIS: pembayaran IDR 75,000.00 diterima pkl 10.14. Ref 998877')).toEqual({ amounts: [75_000], time: '10:14' })
  expect(read('Pembayaran QRIS sebesar 25.123 berhasil diterima 09:05:33')).toEqual({ amounts: [25_123], time: '09:05' })
  expect(read('RM12.50 received from ALI via DuitNow QR at 10:14', 'MYR')).toEqual({ amounts: [1250], time: '10:14' })
  // With two codes it is read as both: a sum that bears the other's sign is none of this one's.
  expect([read('RM25.00 received at 10:14').amounts, read('Dana masuk Rp25.000 09:05', 'MYR').amounts, read('US$ 25.00 S$ 3.00', 'MYR').amounts]).toEqual([[], [], []])
  expect(read('terima kasih').amounts).toEqual([])
  expect(read('Saldo Rp1.250.000, masuk Rp25.123').amounts).toEqual([1_250_000, 25_123])
})

test('what waits is matched by amount, and by time where it is near', () => {
  const at = new Date('2026-11-18T03:14:00Z')
  const before = (minutes: number) => new Date(at.getTime() - minutes * 60_000)
  const money = (amount: number, currency: Money = 'IDR') => ({ amount, currency })
  const waiting = [
    { id: 'old', ...money(25_000), madeAt: before(300), claimedAt: null },
    { id: 'near', ...money(25_000), madeAt: before(9), claimedAt: before(2) },
    { id: 'nearer', ...money(25_000), madeAt: before(4), claimedAt: before(1) },
    { id: 'later', ...money(25_000), madeAt: before(-20), claimedAt: null },
    { id: 'other', ...money(25_001), madeAt: before(3), claimedAt: null },
    // The same digits are another sum.
    { id: 'sen', ...money(25_000, 'MYR'), madeAt: before(3), claimedAt: null },
  ]
  expect(matchesOf(waiting, [money(25_000)], at).map(({ payment, fits }) => `${payment.id} ${fits}`)).toEqual(['nearer amount-and-time', 'near amount-and-time', 'later amount', 'old amount'])
  expect(matchesOf(waiting, [], at)).toEqual([])
})
