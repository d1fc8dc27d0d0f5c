import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readForm, type Offer } from './read-form.ts'

const bawang = '01890000-0000-7000-8000-000000000001'
const terasi = '01890000-0000-7000-8000-000000000002'
const strange = '01890000-0000-7000-8000-0000000000ff'
const offer: Offer = {
  products: [
    { id: bawang, name: 'Sambal Bawang', price: 25_000 },
    { id: terasi, name: 'Sambal Terasi', price: 30_000 },
  ],
  phone: 'required',
  deliveries: ['pick-up', 'delivery'],
  deliveryFee: 10_000,
}
const right = { [`q-${bawang}`]: '2', [`p-${bawang}`]: '25000', fee: '10000', name: 'Siti', phone: '0812-3456-7890', delivery: 'pick-up' }
const read = (fields: Record<string, string>, of: Partial<Offer> = {}) => readForm({ ...offer, ...of }, fields, 'ID')
const codes = (fields: Record<string, string>, of: Partial<Offer> = {}) => read({ ...right, ...fields }, of).faults.map(({ code }) => code)

describe('the order form', () => {
  it('is read: what, how many, who, where to', () => {
    expect(read(right)).toMatchObject({ faults: [], changes: [], filled: { name: 'Siti', phone: '+6281234567890', delivery: 'pick-up', deliveryFee: null, address: null, sum: { goods: 50_000, delivery: null, total: 50_000 } } })
    expect(read({ ...right, delivery: 'delivery', address: ' Jl. Kaliurang 5\r\nsamping warung ' }).filled).toMatchObject({ address: 'Jl. Kaliurang 5\nsamping warung', deliveryFee: 10_000, sum: { total: 60_000 } })
    expect(read({ ...right, [`q-${terasi}`]: '１' }).filled!.lines).toMatchObject([{ quantity: 2 }, { product: terasi, quantity: 1, price: 30_000 }])
  })

  it.each(['-1', '1.5', '1e9', '100', '99999', 'dua', '0x10', '١٢', '<script>', ' '.repeat(500) + 'x', '9'.repeat(2000)])('takes “%s” for no number of pieces', (quantity) => {
    expect(codes({ [`q-${bawang}`]: quantity })).toEqual(['quantity-unreadable'])
    expect(read({ ...right, [`q-${bawang}`]: quantity })).toMatchObject({ filled: null, sum: null, faults: [{ products: [bawang] }] })
  })

  it('says all that is wrong at once', () => {
    expect(codes({ [`q-${bawang}`]: '0', name: ' \u0000 ', phone: 'x', delivery: 'drone' })).toEqual(['nothing-chosen', 'delivery-missing', 'name-missing', 'phone-unreadable'])
    expect(codes({ phone: '' })).toEqual(['phone-missing'])
    expect(codes({ phone: '' }, { phone: 'optional' })).toEqual([])
    expect(read({ ...right, phone: 'nonsense' }, { phone: 'off' }).filled).toMatchObject({ phone: null })
    expect(codes({ delivery: 'delivery' })).toEqual(['address-missing'])
    expect(codes({ web: 'https://cheap.example' })).toEqual(['trap'])
  })

  it('cuts nothing off: what is too long is said', () => {
    expect(codes({ name: 'S'.repeat(81), note: 'n'.repeat(501), delivery: 'delivery', address: 'a'.repeat(301) })).toEqual(['name-too-long', 'address-too-long', 'note-too-long'])
    expect(codes({ name: 'S'.repeat(80), note: 'n'.repeat(500), delivery: 'delivery', address: 'a'.repeat(300) })).toEqual([])
    // A browser counts a line's end as one letter, and sends two.
    expect(codes({ note: 'n\r\n'.repeat(250) })).toEqual([])
  })

  it('never takes a price from the form, and tells what is another than was shown', () => {
    expect(read({ ...right, [`p-${bawang}`]: '1' })).toMatchObject({ changes: [{ is: 'price', name: 'Sambal Bawang', from: 1, to: 25_000 }], sum: { total: 50_000 } })
    expect(read({ ...right, delivery: 'delivery', address: 'x', fee: '' })).toMatchObject({ changes: [{ is: 'fee', from: null, to: 10_000 }], sum: { total: 60_000 } })
    expect(read({ ...right, [`q-${strange}`]: '3' })).toMatchObject({ faults: [], changes: [{ is: 'gone', product: strange }], filled: { lines: [{ product: bawang }] } })
    expect(read({ ...right, [`q-${strange}`]: '' }).changes).toEqual([])
  })

  it('says that the sum is too large, rather than keep it', () => {
    expect(codes({ [`q-${bawang}`]: '99' }, { products: [{ id: bawang, name: 'Emas', price: 20_000_000_000 }] })).toEqual(['amount-too-large'])
  })

  it('holds whatever is sent: what is read adds up, and nothing else is', () => {
    const fields = fc.dictionary(fc.constantFrom(`q-${bawang}`, `q-${terasi}`, `q-${strange}`, `p-${bawang}`, 'fee', 'name', 'phone', 'note', 'delivery', 'address', '__proto__', 'constructor'), fc.string({ unit: 'binary', maxLength: 60 }))
    fc.assert(
      fc.property(fields, fc.boolean(), (sent, sane) => {
        const { faults, filled, sum } = read(sane ? { ...sent, ...right } : sent)
        expect(filled === null).toBe(faults.length > 0)
        if (!filled) return
        expect(filled.sum).toEqual(sum)
        expect(filled.lines.length).toBeGreaterThan(0)
        for (const { quantity, price, product } of filled.lines) expect([quantity > 0 && quantity <= 99, price]).toEqual([true, offer.products.find(({ id }) => id === product)!.price])
        expect(`${filled.name}${filled.note ?? ''}`).not.toContain('\u0000')
      }),
    )
  })
})
