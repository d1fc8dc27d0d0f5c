import { readPhone } from '#platform/phone'

// Words of columns that are about a person, in the languages exports come in. City and province are not a person.
const aboutAPerson =
  /alamat|address|penerima|recipient|receiver|telepon|telp|phone|\bhp\b|whatsapp|e-?mail|surel|kode pos|zip|postcode|kecamatan|kelurahan|desa|district|village|\bnama pembeli|buyer name|customer name|remark|pesan dari|catatan dari|message|\bktp\b|\bnik\b|npwp|resi\b|tracking|booking/i

/** Whether a column that no format knows may be kept as it is. */
export const keepsColumn = (name: string): boolean => name !== '' && !aboutAPerson.test(name)

/** Of digits, with or without what stands before them: no country's are fewer. */
const SHORTEST_PHONE = 7

/** Whether a value looks like a phone number or a mail address, wherever it stands. Asked of each cell, most of which are short. */
export const looksPersonal = (text: string): boolean =>
  (text.includes('@') && /[^\s@]+@[^\s@]+\.[^\s@]+/.test(text)) || (text.length >= SHORTEST_PHONE && /^\+?[\d\s().-]+$/.test(text) && (readPhone(text, 'ID') ?? readPhone(text, 'MY')) !== null)

/** A seller's note with the phone numbers in it taken out. */
export const withoutPhones = (text: string): string =>
  text.replace(/\+?\d[\d\s().-]{7,}\d/g, (digits) => (looksPersonal(digits.trim()) ? '…' : digits))
