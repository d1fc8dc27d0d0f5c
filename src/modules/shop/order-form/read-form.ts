import { LONGEST_FORM_TEXT as longest, MOST_FORM_PIECES, type FormChange, type FormFault, type FormSum, type PublicOrderForm } from '#contract/order-form-page.ts'
import type { FormDelivery } from '#contract/form-delivery.ts'
import { LARGEST_AMOUNT } from '#contract/values.ts'
import { isId } from '#platform/ids'
import { readPhone, type PhoneCountry } from '#platform/phone'
import { plain } from '../model/text.ts'
import type { FormLine } from './tables.ts'

/** What the form offers at this moment. */
export type Offer = Pick<PublicOrderForm, 'products' | 'phone' | 'deliveries' | 'deliveryFee'>

export interface FilledIn {
  lines: FormLine[]
  sum: FormSum
  name: string
  /** E.164. */
  phone: string | null
  delivery: FormDelivery
  deliveryFee: number | null
  address: string | null
  note: string | null
}

export interface FormRead {
  faults: FormFault[]
  /** What is another than was shown; of what is gone, the product's id. */
  changes: (Exclude<FormChange, { is: 'gone' }> | { is: 'gone'; product: string })[]
  /** As far as it can be reckoned. */
  sum: FormSum | null
  /** Where nothing is wrong. */
  filled: FilledIn | null
}

/** A machine fills in every field; nobody sees this one. */
const TRAP = 'web'
const QUANTITY = /^q-([0-9a-f-]{36})$/

/**
 * Reads the order form as it was sent: every mistake at once. Prices are ours; what was shown goes along (`p-<product>`, `fee`) only so
 * that a change can be told. A field that is longer than it may be is not cut, it is said.
 */
export function readForm(offer: Offer, fields: Readonly<Record<string, string>>, country: PhoneCountry): FormRead {
  const faults: FormFault[] = []
  const changes: FormRead['changes'] = []

  const { lines, unreadable, gone } = linesIn(offer, fields)
  changes.push(...gone.map((product) => ({ is: 'gone' as const, product })))
  for (const { product, name, price } of lines) {
    const shown = shownAmount(fields[`p-${product}`])
    if (shown !== undefined && shown !== price) changes.push({ is: 'price', name, from: shown ?? 0, to: price })
  }
  if (unreadable.length > 0) faults.push({ code: 'quantity-unreadable', products: unreadable })
  else if (lines.length === 0) faults.push({ code: 'nothing-chosen' })

  const delivery = offer.deliveries.find((one) => one === fields.delivery) ?? null
  if (delivery === null) faults.push({ code: 'delivery-missing' })
  const deliveryFee = delivery === 'delivery' ? offer.deliveryFee : null
  const shownFee = shownAmount(fields.fee)
  if (delivery === 'delivery' && shownFee !== undefined && shownFee !== deliveryFee) changes.push({ is: 'fee', from: shownFee, to: deliveryFee })

  const goods = lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0)
  const total = goods + (deliveryFee ?? 0)
  if (total > LARGEST_AMOUNT) faults.push({ code: 'amount-too-large' })
  const sum = lines.length === 0 || unreadable.length > 0 || total > LARGEST_AMOUNT ? null : { goods, delivery: deliveryFee, total }

  const text = (field: 'name' | 'address' | 'note', asked: boolean) => {
    const written = plain(fields[field]?.replaceAll('\r\n', '\n'))
    if (written !== null && written.length > longest[field]) faults.push({ code: `${field}-too-long` })
    else if (written === null && asked && field !== 'note') faults.push({ code: `${field}-missing` })
    return written
  }
  const name = text('name', true)
  const phone = phoneIn(offer, fields, country, faults)
  const address = delivery === 'delivery' ? text('address', true) : null
  const note = text('note', false)
  if (fields[TRAP]) faults.push({ code: 'trap' })

  const filled = faults.length === 0 && sum !== null ? { lines, sum, name: name!, phone, delivery: delivery!, deliveryFee, address, note } : null
  return { faults, changes, sum, filled }
}

/** The quantities that were asked for, by the products that are offered; and what was asked for that is not. */
function linesIn({ products }: Offer, fields: Readonly<Record<string, string>>): { lines: FormLine[]; unreadable: string[]; gone: string[] } {
  const known = new Set(products.map(({ id }) => id))
  const unreadable: string[] = []
  const lines = products.flatMap(({ id, name, price }): FormLine[] => {
    const quantity = quantityIn(fields[`q-${id}`])
    if (quantity === null) unreadable.push(id)
    return quantity ? [{ product: id, name, price, quantity }] : []
  })
  const gone = Object.entries(fields).flatMap(([field, text]) => {
    const id = QUANTITY.exec(field)?.[1]
    return id !== undefined && isId(id) && !known.has(id) && quantityIn(text) ? [id] : []
  })
  return { lines, unreadable, gone }
}

/** 0 where nothing was asked for, null for what is no number of pieces. */
function quantityIn(text: string | undefined): number | null {
  const written = (text ?? '').normalize('NFKC').trim()
  if (written === '') return 0
  const quantity = /^\d{1,4}$/.test(written) ? Number(written) : NaN
  return quantity <= MOST_FORM_PIECES ? quantity : null
}

/** What the page showed; null where it showed none, undefined where it says nothing of it. */
function shownAmount(text: string | undefined): number | null | undefined {
  if (text === '') return null
  return text !== undefined && /^\d{1,13}$/.test(text) ? Number(text) : undefined
}

function phoneIn({ phone: asked }: Offer, fields: Readonly<Record<string, string>>, country: PhoneCountry, faults: FormFault[]): string | null {
  if (asked === 'off') return null
  const written = plain(fields.phone)
  if (written === null) {
    if (asked === 'required') faults.push({ code: 'phone-missing' })
    return null
  }
  const phone = written.length > longest.phone ? null : readPhone(written, country)
  if (phone === null) faults.push({ code: 'phone-unreadable' })
  return phone
}
