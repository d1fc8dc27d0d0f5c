import { randomUUID } from 'node:crypto'

export interface Member {
  cookie: string
  /** Calls a route; `path` may begin with `/orders` for `/api/shops/<shop>/orders`. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<{ status: number; body: never; headers: Headers }>
  shop: string
}

/** A login of its own with a shop of its own, made through the API as the desk does it. */
export async function newMember(url: string, name: string, shop: Record<string, unknown> = {}): Promise<Member> {
  const signUp = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name, email: `${randomUUID()}@example.test`, password: 'sambal-level-5' }),
  })
  if (!signUp.ok) throw new Error(`sign-up: ${signUp.status} ${await signUp.text()}`)
  const cookie = signUp.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ')
  const member: Member = {
    cookie,
    shop: '',
    call: async (method, path, body, headers = {}) => {
      const answer = await fetch(`${url}${path.startsWith('/api') ? path : `/api/shops/${member.shop}${path}`}`, {
        method,
        headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }), ...(method !== 'GET' && { 'idempotency-key': randomUUID() }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return { status: answer.status, headers: answer.headers, body: (text ? JSON.parse(text) : undefined) as never }
    },
  }
  const begun = await member.call('POST', '/api/shops', { name: `Toko ${name}`, country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', worth: { by: 'wage', hourly: 25_000 }, whatsapp: '081234567890', ...shop })
  if (begun.status !== 201) throw new Error(`begin: ${begun.status} ${JSON.stringify(begun.body)}`)
  member.shop = (begun.body as { id: string }).id
  return member
}
