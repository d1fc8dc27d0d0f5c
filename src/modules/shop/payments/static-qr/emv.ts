import { toText } from '../money.ts'
import type { Currency } from '#contract/values.ts'

// QRIS and DuitNow QR are EMVCo's merchant-presented codes: fields of a two-digit tag, a two-digit length and so much text, the last
// of them (63) a CRC over all before it. EMV QR Code Specification for Payment Systems, Merchant-Presented Mode, 1.1.

export interface EmvField {
  tag: string
  value: string
}

export interface EmvCode {
  fields: EmvField[]
  name: string
  city: string
  currency: Currency
}

export type EmvFault = 'unreadable' | 'checksum' | 'not-a-payment' | 'other-currency' | 'dynamic'

/** ISO 4217, by number. */
const CURRENCIES: Record<string, Currency> = { '360': 'IDR', '458': 'MYR', '840': 'USD', '702': 'SGD' }
const INITIATION = { tag: '01', dynamic: '12' }
const AMOUNT = '54'
const CRC = '63'

/** CRC-16 with the polynomial 1021 from FFFF, in four capital hex digits: ISO/IEC 13239 as EMVCo has it. */
export function crc16(text: string): string {
  let crc = 0xffff
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff
  }
  return crc.toString(16).toUpperCase().padStart(4, '0')
}

/** Reads a static code; what is not one, or was copied with a slip, is told apart. */
export function readEmv(text: string): EmvCode | { fault: EmvFault } {
  const code = text.trim()
  const fields = fieldsOf(code)
  if (fields === null || fields[0]?.tag !== '00' || fields[0].value !== '01') return { fault: 'unreadable' }
  const last = fields.at(-1)!
  if (last.tag !== CRC || crc16(code.slice(0, -4)) !== last.value.toUpperCase()) return { fault: 'checksum' }
  const of = (tag: string) => fields.find((field) => field.tag === tag)?.value
  const merchant = fields.some(({ tag }) => Number(tag) >= 2 && Number(tag) <= 51)
  const [name, city, number] = [of('59'), of('60'), of('53')]
  if (!merchant || !name || !city || !number || !of('58')) return { fault: 'not-a-payment' }
  const currency = CURRENCIES[number]
  if (!currency) return { fault: 'other-currency' }
  // One that was made for a single payment is no sticker: its amount is fixed, or it ends by itself.
  if (of(INITIATION.tag) === INITIATION.dynamic || of(AMOUNT) !== undefined) return { fault: 'dynamic' }
  return { fields, name, city, currency }
}

/** The same code for one payment: marked dynamic (01 = 12), the amount in its place (54) and the checksum made anew. */
export function withAmount({ fields, currency }: EmvCode, amount: number): string {
  const kept = fields.filter(({ tag }) => tag !== CRC && tag !== INITIATION.tag && tag !== AMOUNT)
  const all = [...kept, { tag: INITIATION.tag, value: INITIATION.dynamic }, { tag: AMOUNT, value: toText(amount, currency) }]
  // The payload format comes first; readers do not mind the order of the others, but the usual one is by tag.
  return sealed(all.sort((one, other) => Number(one.tag) - Number(other.tag)))
}

/** A code's text from its fields, the checksum at its end. */
export function sealed(fields: readonly EmvField[]): string {
  const text = `${fields.map(({ tag, value }) => `${tag}${String(value.length).padStart(2, '0')}${value}`).join('')}${CRC}04`
  return text + crc16(text)
}

function fieldsOf(code: string): EmvField[] | null {
  // Lengths count characters, of which all but a merchant's name in its own script are ASCII.
  if (code.length > 512) return null
  const fields: EmvField[] = []
  for (let at = 0; at < code.length; ) {
    const [, tag, length] = /^(\d\d)(\d\d)/.exec(code.slice(at, at + 4)) ?? []
    if (!tag || !length) return null
    const value = code.slice(at + 4, at + 4 + Number(length))
    if (value.length !== Number(length)) return null
    fields.push({ tag, value })
    at += 4 + Number(length)
  }
  return fields.length > 0 ? fields : null
}
