import type { PayWhy } from '#contract/pay-accounts.ts'
import { FetchFailed } from '#platform/safe-fetch'
import type { PayTools } from './adapter.ts'

/** What an HTTP call brought: an answer, or none. `sent`: it may have been acted on. */
export type Called = { answered: true; status: number; body: unknown } | { answered: false; sent: boolean; why: PayWhy }

/** Calls a provider that speaks JSON. Never throws for what a network or a server does. */
export async function callProvider(tools: PayTools, url: string, init: { method?: string; headers: Record<string, string>; body?: string }): Promise<Called> {
  try {
    const response = await tools.fetch(url, init)
    const text = await response.text()
    return { answered: true, status: response.status, body: jsonIn(text) }
  } catch (failure) {
    if (!(failure instanceof FetchFailed)) throw failure
    const refused = failure.why === 'address-refused' || failure.why === 'not-http'
    return { answered: false, sent: !failure.neverSent, why: refused ? 'address-refused' : failure.neverSent ? 'provider-down' : 'no-answer' }
  }
}

/** Why a status that is no success was given, where it alone tells; else null. */
export function whyOfStatus(status: number): PayWhy | null {
  if (status === 401) return 'key-wrong'
  if (status === 403) return 'no-permission'
  if (status === 429) return 'too-many'
  return status >= 500 ? 'provider-down' : null
}

/** A mutation that brought no whole answer, or a broken server's: whether it happened nobody can tell yet. */
export function unsure(called: Called): { is: 'not-sent' | 'unknown'; why: PayWhy } | null {
  if (!called.answered) return { is: called.sent ? 'unknown' : 'not-sent', why: called.why }
  return called.status >= 500 ? { is: 'unknown', why: 'provider-down' } : null
}

export const basic = (key: string): string => `Basic ${Buffer.from(`${key}:`).toString('base64')}`

/** What a JSON text says; null for what is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** `https://…` and nothing else may be led to. */
export const webAddress = (given: unknown): string | null => (typeof given === 'string' && URL.canParse(given) && /^https?:$/.test(new URL(given).protocol) ? given : null)

/** An instant out of a provider's words; null for what is none. */
export function instantOf(value: unknown): Date | null {
  const at = typeof value === 'string' || typeof value === 'number' ? new Date(value) : null
  return at === null || Number.isNaN(at.getTime()) ? null : at
}
