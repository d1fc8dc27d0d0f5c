import { randomUUID } from 'node:crypto'

export interface Member {
  cookie: string
  /** Calls a route; `path` may begin with `/orders` for `/api/shops/<shop>/orders`. What is no JSON is answered as text. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<{ status: number; body: never; headers: Headers }>
  shop: string
}

/** A login of its own with a shop of its own, made through the API as the desk does it. */
export async function newMember(url: string, name: string, shop: Record<string, unknown> = {}): Promise<Member> {
  const signedUp = await signUp(url, name)
  if (!signedUp.ok) throw new Error(`sign-up: ${signedUp.status} ${await signedUp.text()}`)
  const member = memberOf(url, signedUp)
  const begun = await member.call('POST', '/api/shops', { name: `Toko ${name}`, country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', worth: { by: 'wage', hourly: 25_000 }, whatsapp: '081234567890', ...shop })
  if (begun.status !== 201) throw new Error(`begin: ${begun.status} ${JSON.stringify(begun.body)}`)
  member.shop = (begun.body as { id: string }).id
  return member
}

export const signUp = (url: string, name: string, headers: Record<string, string> = {}, password = 'sambal-level-5'): Promise<Response> =>
  fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...headers },
    body: JSON.stringify({ name, email: `${randomUUID()}@example.test`, password }),
  })

/** Whoever was answered so when they signed up, at a shop. */
export function memberOf(url: string, signedUp: Response, shop = ''): Member {
  return memberBy(url, signedUp.headers.getSetCookie().map((one) => one.split(';')[0]).join('; '), shop)
}

/** Whoever has this cookie, at a shop. */
export function memberBy(url: string, cookie: string, shop: string): Member {
  const member: Member = {
    cookie,
    shop,
    call: async (method, path, body, headers = {}) => {
      const answer = await fetch(`${url}${path.startsWith('/api') ? path : `/api/shops/${member.shop}${path}`}`, {
        method,
        headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }), ...(method !== 'GET' && { 'idempotency-key': randomUUID() }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      const json = text !== '' && answer.headers.get('content-type')?.includes('json')
      return { status: answer.status, headers: answer.headers, body: (json ? JSON.parse(text) : text || undefined) as never }
    },
  }
  return member
}
