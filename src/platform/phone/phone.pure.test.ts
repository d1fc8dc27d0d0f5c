import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPhone } from './index.ts'

describe('readPhone', () => {
  it.each([
    '081234567890',
    '0812-3456-7890',
    '0812 3456 7890',
    '(0812) 3456 7890',
    '0812.3456.7890',
    '+6281234567890',
    '+62 812-3456-7890',
    '+62 (0)812 3456 7890',
    '(+62) 812-3456-7890',
    '(62)81234567890',
    '6281234567890',
    '62 0812 3456 7890',
    '006281234567890',
    '81234567890',
    'tel:+6281234567890',
    'https://wa.me/6281234567890',
    ' ０８１２３４５６７８９０ ',
    '\u202a+62 812\u20113456\u20117890\u202c',
    '0812\u20103456\u22127890\u200b',
  ])('%s is one Indonesian mobile number', (text) => expect(readPhone(text, 'ID')).toBe('+6281234567890'))

  it.each(['011-1234 5678', '01112345678', '+60 11-1234 5678', '60 11 1234 5678', '+60 (0)11-12345678', '1112345678', '0060 11 1234 5678'])(
    '%s is one Malaysian mobile number',
    (text) => expect(readPhone(text, 'MY')).toBe('+601112345678'),
  )

  it('reads a fixed line by the country of the shop', () => {
    expect(readPhone('0274-512345', 'ID')).toBe('+62274512345')
    expect(readPhone('03-2615 8188', 'MY')).toBe('+60326158188')
  })

  it("reads the neighbour's number, and any other with its +", () => {
    expect(readPhone('60123456789', 'ID')).toBe('+60123456789')
    expect(readPhone('6281234567890', 'MY')).toBe('+6281234567890')
    expect(readPhone('+65 9123 4567', 'ID')).toBe('+6591234567')
  })

  it.each(['', '0', '12345', 'Bu Sri', '0812-34', '0812****7890', '(+62)812*****00', '+620', '08123456789012345', '<b>0812</b>', '0812 3456 7890 x5'])(
    '"%s" is no number',
    (text) => expect(readPhone(text, 'ID')).toBeNull(),
  )

  it('answers null or E.164, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('ID' as const, 'MY' as const), (text, country) => {
        expect(readPhone(text, country) ?? '+6281234567890').toMatch(/^\+[1-9]\d{7,14}$/)
      }),
    )
  })

  it('reads what it wrote', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{8,11}$/), (rest) => {
        const once = readPhone(`08${rest}`, 'ID')!
        expect(readPhone(once, 'MY')).toBe(once)
      }),
    )
  })
})
