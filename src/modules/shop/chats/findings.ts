import type { Currency, Money } from '#contract/values.ts'
import { amountNamed } from './amount-named.ts'
import type { ChatMessage } from './read-chat.ts'

/** Silence after which what is written begins a conversation anew. */
const SILENCE_MS = 24 * 3_600_000

export interface Said extends ChatMessage {
  at: Date
}

/** What one conversation with one buyer probably was. */
export interface Finding {
  kind: 'order' | 'lead'
  /** The line that shows it. */
  said: Said
  /** The buyer's first message of the conversation: where a chat code stands. */
  first: Said
  buyer: string
  amount: number | null
  /** Of the amount: as it was named. */
  currency: Money
  /** Somebody wrote that it was paid. */
  paid: boolean
  products: { productId: string; name: string; quantity: number }[]
}

export interface FindingNeeds {
  /** Whose messages are the shop's. */
  me: string
  currency: Currency
  products: readonly { productId: string; name: string }[]
}

const total = /\b(total(?:nya)?|jumlah(?:nya)?|semua(?:nya)?|jadi(?:nya)?|bayar|grand total)\b/i
const paid = /\b(lunas|(?:sudah|sdh|udah|udh|dah|telah) (?:saya |di|aku )?(?:transfer|tf|trf|bayar|masuk|terima|byr)|bukti (?:transfer|tf|bayar)|transfer(?:an)?nya (?:sudah|masuk)|paid|payment (?:received|done)|resit)\b/i
const wants = /\b(pesan|order|mau|beli|ambil|nak|tempah|minta|booking|keep|checkout|saya ambil)\b/i
const asks = /\?|\b(berapa|brp|ready|ada stok|stok|masih ada|harga|harganya|how much|price|available|boleh cod|cod)\b/i

/** A question mark in an address asks nothing: where one is, say. */
const ADDRESS = /https?:\/\/\S+/g

/**
 * What looks like an order or a question in a chat, one for each conversation and buyer, in the order of the chat: an
 * order where an amount was named and it was wanted or paid, else a lead where something was asked. It is a guess for
 * the owner to take or leave. In a group only what buyers write themselves counts: whom the shop answers is not known.
 */
export function findingsIn(messages: readonly Said[], needs: FindingNeeds): Finding[] {
  const found: Finding[] = []
  for (const some of findingsByBuyer(messages, needs)) found.push(...some)
  return inOrderOfChat(found)
}

export const inOrderOfChat = (found: readonly Finding[]): Finding[] => found.toSorted((one, other) => one.said.line - other.said.line)

/** As `findingsIn`, conversation by conversation: who reads long chats does others' work between them. */
export function* findingsByBuyer(messages: readonly Said[], { me, currency, products }: FindingNeeds): Generator<Finding[]> {
  const bySender = Map.groupBy(messages, ({ from }) => from)
  const buyers = [...bySender.keys()].filter((name) => name !== me)
  const keys = keysOf(products)
  for (const buyer of buyers)
    for (const talk of conversations(buyers.length > 1 ? bySender.get(buyer)! : messages)) {
      const first = talk.find(({ from }) => from === buyer)
      yield first ? findingOf(talk, { buyer, first, currency, keys }) : []
    }
}

/** How products are called in a chat. Two sizes of one sambal share their words: which was meant is not known. */
function keysOf(products: FindingNeeds['products']): Known['keys'] {
  const named = products.map((product) => ({ ...product, words: wordsOf(product.name) })).filter(({ words }) => words !== '')
  const times = Map.groupBy(named, ({ words }) => words)
  return named
    .filter(({ words }) => times.get(words)!.length === 1)
    .map(({ words, ...product }) => ({ ...product, words, pattern: new RegExp(`(?:(\\d{1,3}) ?(?:x|pcs|botol|bungkus|pack|toples|balang|bks|btl|buah|biji|bh|kotak|box|ya|lagi|aja)? )?\\b${words}\\b(?: (?:x ?)?(\\d{1,3})(?! ?(?:gr?|gram|ml|kg|rb|ribu|k)\\b)\\b)?`, 'u') }))
}

function conversations(messages: readonly Said[]): Said[][] {
  const talks: Said[][] = []
  for (const message of messages) {
    const before = talks.at(-1)?.at(-1)
    if (before && message.at.getTime() - before.at.getTime() < SILENCE_MS) talks.at(-1)!.push(message)
    else talks.push([message])
  }
  return talks
}

interface Known {
  buyer: string
  first: Said
  currency: Currency
  keys: readonly { productId: string; name: string; words: string; pattern: RegExp }[]
}

function findingOf(talk: readonly Said[], { buyer, first, currency, keys }: Known): Finding[] {
  const named = talk.flatMap((said) => {
    const sum = amountNamed(said.text, currency, total)
    return sum ? [{ said, ...sum, isTotal: total.test(said.text) }] : []
  })
  const best = named.findLast(({ isTotal }) => isTotal) ?? named.at(-1)
  const isPaid = talk.some(({ text }) => paid.test(text))
  const wanted = talk.some(({ from, text }) => from === buyer && wants.test(text))
  const products = productsIn(talk.filter(({ from }) => from === buyer), keys)
  const found = { first, buyer, paid: isPaid, products }
  if (best && (isPaid || (best.isTotal && (wanted || products.length > 0)))) return [{ kind: 'order', said: best.said, amount: best.amount, currency: best.currency, ...found }]
  const question = talk.find(({ from, text }) => from === buyer && (wants.test(text) || asks.test(text.replace(ADDRESS, ''))))
  return question ? [{ kind: 'lead', said: question, amount: null, currency, ...found }] : []
}

/** A product's name as people write it in a chat: without weights and numbers. */
const wordsOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]+/gu, ' ')
    .split(/ +/)
    .filter((word) => word.length > 1 && !/\d/.test(word) && !/^(gr?|gram|ml|kg|pcs|ltr|liter)$/.test(word))
    .join(' ')

function productsIn(messages: readonly Said[], keys: Known['keys']): Finding['products'] {
  const text = messages.map((message) => message.text.toLowerCase().replace(/[^\p{L}\p{N}\n]+/gu, ' ')).join('\n')
  return keys.flatMap(({ productId, name, words, pattern }) => {
    const match = text.includes(words) ? pattern.exec(text) : null
    return match ? [{ productId, name, quantity: Math.max(1, Number(match[1] ?? match[2] ?? 1)) }] : []
  })
}
