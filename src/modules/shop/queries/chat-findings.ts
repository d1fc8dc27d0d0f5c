import { setImmediate as othersFirst } from 'node:timers/promises'
import type { ChatFinding, ChatRead } from '#contract/chats.ts'
import type { Currency } from '#contract/values.ts'
import { queries as links } from '#modules/links'
import { queries as workspace } from '#modules/workspace'
import { instantAt } from '#platform/clock'
import { readPhone } from '#platform/phone'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { chatText } from '../chats/chat-text.ts'
import { findingsByBuyer, inOrderOfChat, type Finding } from '../chats/findings.ts'
import { readingChat, type ChatMessage } from '../chats/read-chat.ts'
import { tables } from '../tables.ts'

export interface ChatFile {
  name: string
  bytes: Uint8Array
  /** Whose messages are the shop's, where its member has said so. */
  me: string | null
}

const MOST_FINDINGS = 200
const MOST_TEXT = 300

/** What an exported chat shows of orders and questions, each a proposal. The chat is read here and kept nowhere. */
export async function chatFindings(scope: ReadScope, secrets: Pick<Secrets, 'keyedHash'>, file: ChatFile): Promise<ChatRead | Refusal> {
  const text = await chatText(file.bytes)
  if (isRefusal(text)) return text
  const messages = await inTurns(readingChat(text))
  if (!messages || messages.length === 0) return refuse('shop.chat-unreadable', { where: 'file' })
  const { currency, country, zone } = await workspace.shopProfile(scope)

  const senders = sendersOf(messages)
  const me = senders.find(({ name }) => name === file.me)?.name ?? meIn(senders.map(({ name }) => name), file.name)
  const days = messages.map(({ day }) => day).sort()
  const read = { senders: senders.slice(0, 50), me, from: days[0]!, to: days.at(-1)! }
  if (me === null) return { ...read, findings: [], more: 0 }

  const now = scope.clock.now()
  const said = messages.map((message) => ({ ...message, at: instantAt(zone, message.day, message.time) })).filter(({ at }) => at <= now)
  const products = await tables(scope).selectFrom('shopProducts').select(['productId', 'name']).where('workspaceId', '=', scope.workspaceId).where('archivedAt', 'is', null).execute()
  const found: Finding[] = []
  await inTurns(findingsByBuyer(said, { me, currency, products }), (some) => found.push(...some))
  // The latest are what is still remembered.
  const shown = inOrderOfChat(found).slice(-MOST_FINDINGS).map((finding) => ({ finding, line: lineOf(scope.workspaceId, finding, secrets) }))
  const settled = await settledOf(scope, shown.map(({ line }) => line))
  const findings: ChatFinding[] = []
  for (const { finding, line } of shown) findings.push(await present(scope, finding, { line, country, own: currency, settled: settled.has(line) }))
  return { ...read, findings, more: found.length - shown.length }
}

/** A long chat takes seconds: in steps, between which the desk is answered. */
async function inTurns<One, Result>(steps: Generator<One, Result>, take: (one: One) => void = () => {}): Promise<Result> {
  for (let begun = performance.now(); ; ) {
    const step = steps.next()
    if (step.done) return step.value
    take(step.value)
    if (performance.now() - begun < LONGEST_TURN_MS) continue
    await othersFirst()
    begun = performance.now()
  }
}
const LONGEST_TURN_MS = 10

function sendersOf(messages: readonly ChatMessage[]): ChatRead['senders'] {
  const counts = new Map<string, number>()
  for (const { from } of messages) counts.set(from, (counts.get(from) ?? 0) + 1)
  return [...counts].map(([name, count]) => ({ name, messages: count })).sort((one, other) => other.messages - one.messages)
}

/** A file is named for the other one: of two who write, who is not named is the shop. */
function meIn(names: readonly string[], fileName: string): string | null {
  const [one, other] = names
  if (names.length !== 2) return null
  const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
  const [hasOne, hasOther] = [one!, other!].map((name) => letters(name) !== '' && letters(fileName).includes(letters(name)))
  return hasOne === hasOther ? null : hasOne ? other! : one!
}

/** Equal when the same message is read again, and says nothing of it. */
const lineOf = (workspaceId: string, { kind, said, buyer }: Finding, secrets: Pick<Secrets, 'keyedHash'>): string =>
  secrets.keyedHash(JSON.stringify([workspaceId, 'chat', kind, buyer, said.day, said.time.slice(0, 5), said.text]))

async function settledOf(scope: ReadScope, lines: readonly string[]): Promise<Set<string>> {
  if (lines.length === 0) return new Set()
  const rows = await tables(scope)
    .selectFrom('shopChatLines as line')
    // What was taken and then taken back may be proposed again.
    .leftJoin('shopOrders as order', (join) => join.onRef('order.workspaceId', '=', 'line.workspaceId').onRef('order.orderId', '=', 'line.orderId'))
    .select('line.line')
    .where('line.workspaceId', '=', scope.workspaceId)
    .where('line.line', 'in', [...lines])
    .where('order.undoneAt', 'is', null)
    .execute()
  return new Set(rows.map(({ line }) => line))
}

async function present(scope: ReadScope, finding: Finding, { line, country, own, settled }: { line: string; country: 'ID' | 'MY'; own: Currency; settled: boolean }): Promise<ChatFinding> {
  const { kind, said, first, buyer, amount, currency, paid, products } = finding
  // Whoever is not among the phone's contacts stands there with their number.
  const phone = /^\+?[\d\s().-]{8,}$/.test(buyer) ? readPhone(buyer, country) : null
  const meaning = await links.codeInMessage(scope, first.text, first.at)
  return {
    line,
    kind,
    at: said.at.toISOString(),
    day: said.day,
    text: said.text.slice(0, MOST_TEXT),
    buyer: { name: phone === null ? buyer.slice(0, 80) : null, phone: phone === null ? null : buyer },
    amount,
    currency: currency === own ? null : currency,
    paid,
    products: products.map(({ productId, name, quantity }) => ({ product: productId, name, quantity })),
    code: meaning?.code ?? null,
    channel: meaning?.channel ?? null,
    settled,
  }
}
