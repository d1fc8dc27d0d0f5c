import { language } from '$i18n/words.svelte'
import { inPage } from './in-page'
import { me } from './me.svelte'
import { Offline, readProblem } from './problem'
import type { Answer, InputArguments, RouteKey } from './routes'

/** An input seen without its route's types, as the machinery below handles it. */
export interface Loose {
  params?: Record<string, string | undefined>
  query?: Record<string, unknown>
  body?: unknown
  signal?: AbortSignal
  /** One act of the person, one key: pass the same again when the same act is tried again later. */
  idempotencyKey?: string
}
interface Options {
  signal?: AbortSignal
  idempotencyKey?: string
}

/** The address of a route, its `:names` filled; `:shop` is the desk's own unless named. */
export function addressOf(key: RouteKey, input: Loose = {}): string {
  const path = key.slice(key.indexOf(' ') + 1)
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = input.params?.[name] ?? (name === 'shop' ? me.shop?.id : undefined)
    if (value === undefined) throw new Error(`No ${name} for ${key}`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
    }
  }
  return search.size > 0 ? `${filled}?${search}` : filled
}

/**
 * Calls a route of the contract: `call('POST /api/shops/:shop/orders', { body })`.
 * Throws `ProblemError` for what the server refuses, `Offline` when it was not reached. A write that was not
 * answered is tried once more under the same Idempotency-Key, so it happens at most once.
 */
export const call = <K extends RouteKey>(key: K, ...[input]: InputArguments<K, Options>): Promise<Answer<K>> =>
  send(key, (input ?? {}) as Loose) as Promise<Answer<K>>

/** `call` without types: the contract's word for what is answered is taken by its callers. */
export async function send(key: RouteKey, input: Loose): Promise<unknown> {
  const method = key.slice(0, key.indexOf(' '))
  const headers = headersOf(method, input)
  const request: RequestInit = { method, headers }
  if (input.signal) request.signal = input.signal
  if (input.body !== undefined) {
    headers['content-type'] = 'application/json'
    request.body = JSON.stringify(input.body)
  }
  const address = addressOf(key, input)
  const ahead = method === 'GET' && (await inPage(address))
  if (ahead) return ahead
  const response = await reach(address, request)
  if (!response.ok) throw await readProblem(response)
  return response.status === 204 ? undefined : response.json()
}

export function headersOf(method: string, input: Loose): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language() }
  if (method !== 'GET') headers['idempotency-key'] = input.idempotencyKey ?? newKey()
  return headers
}

/** `crypto.randomUUID` is missing on plain http, where a phone on the shop's own network is. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

async function reach(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request)
  } catch (first) {
    if (request.signal?.aborted) throw first
    if (!navigator.onLine) throw new Offline(first)
    await new Promise((resolve) => setTimeout(resolve, 800))
    return fetch(address, request).catch((second: unknown) => {
      if (request.signal?.aborted) throw second
      throw new Offline(second)
    })
  }
}
