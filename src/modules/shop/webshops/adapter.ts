import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Money } from '#contract/values.ts'
import type { WebshopKind } from '#contract/webshops.ts'
import { exponents } from '#contract/amount.ts'
import type { ExportedOrder } from '../imports/orders-of-file.ts'

/** What a web shop has told of one order, with when it changed there: what is older than what is known says nothing new. */
export type ToldOrder = ExportedOrder & { changedAt: Date }

export interface Told {
  /** In lower case, as they came. */
  headers: Readonly<Record<string, string | undefined>>
  body: Buffer
}

/** A kind of web shop that calls when an order changes: all that is particular to it. Its folder can be deleted whole. */
export interface WebshopAdapter {
  kind: WebshopKind
  /** The first call, which only tries whether somebody is there; it is not signed. */
  isPing(told: Told): boolean
  /** Whether whoever knows the secret wrote this body. */
  isSigned(told: Told, secret: string): boolean
  /** Whether it tells of an order at all. */
  isOrder(told: Told): boolean
  /** The order of a body that was parsed; `unreadable` where it can't be read, `currency` where it was paid in one that nobody here knows, `trial` where no money moved. */
  read(payload: unknown): ToldOrder | 'unreadable' | 'currency' | 'trial'
}

/** Both sign the bytes they send with HMAC-SHA-256, in base64. */
export function hmacFits(body: Buffer, secret: string, given: string | undefined): boolean {
  const expected = createHmac('sha256', secret).update(body).digest()
  const sent = Buffer.from(given ?? '', 'base64')
  return sent.length === expected.length && timingSafeEqual(sent, expected)
}

/** `28.50` in the smallest unit. */
export const unitsOf = (text: string | number, currency: Money): number => Math.round(Number(text) * 10 ** exponents[currency])
