import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql, type Kysely } from 'kysely'
import type pg from 'pg'
import type { Login } from '#platform/http'
import type { Auth } from './make-auth.ts'

/**
 * Asked before a new login is made, with the invitation that it is made for: null where none may be. `takeBack` is told
 * where none was made after all.
 */
export type AdmitSignUp = (invitation: string | null) => Promise<{ takeBack?(): Promise<void> } | null>

/** Serves better-auth's own routes under /api/auth. */
export function mountAuth(app: FastifyInstance, auth: Auth, pool: pg.Pool, admitSignUp: AdmitSignUp): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    schema: { hide: true },
    handler: async (request, reply) => {
      const asked = asRequest(request)
      // The path as better-auth will read it, dots and all resolved. Guests are made by the demo's route alone.
      const path = new URL(asked.url).pathname
      if (path.startsWith('/api/auth/sign-in/anonymous')) return reply.code(404).send({ code: 'NOT_FOUND' })
      const admitted = path.startsWith('/api/auth/sign-up') ? await admitSignUp(asked.headers.get('kicau-invitation')) : {}
      if (!admitted) return reply.code(403).send({ code: 'SIGN_UP_CLOSED', message: 'This Kicau takes no new logins.' })
      let response: Response | undefined
      try {
        response = await auth.handler(asked)
        if (response.status >= 500) await throwIfAway(pool)
      } finally {
        if (!response?.ok) await admitted.takeBack?.()
      }
      void reply.code(response.status)
      // Several cookies come as several headers; a plain copy would fold them into one.
      for (const [name, value] of response.headers) if (name !== 'set-cookie') void reply.header(name, value)
      const cookies = response.headers.getSetCookie()
      if (cookies.length > 0) void reply.header('set-cookie', cookies)
      return reply.send(response.body ? await response.text() : null)
    },
  })
}

/** better-auth says that it failed and not of what: where the database is away, that is what is told. */
async function throwIfAway(pool: pg.Pool): Promise<void> {
  await pool.query('select 1')
}

function asRequest(request: FastifyRequest): Request {
  const headers = headersOf(request)
  // Set by us alone, from the connection: what the limit on attempts counts by.
  headers.set('x-kicau-client', request.ip)
  return new Request(`${request.protocol}://${request.host}${request.url}`, {
    method: request.method,
    headers,
    ...(request.method === 'POST' && { body: JSON.stringify(request.body ?? {}) }),
  })
}

function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || name === 'content-length') continue
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one)
  }
  return headers
}

/** Who is signed in on this request; asked of the store once a request. */
export function loginReader(auth: Auth, pool: pg.Pool): (request: FastifyRequest) => Promise<Login | null> {
  const asked = new WeakMap<FastifyRequest, Promise<Login | null>>()
  const ask = async (request: FastifyRequest): Promise<Login | null> => {
    if (!request.headers.cookie?.includes('kicau.session_token')) return null
    const found = await auth.api.getSession({ headers: headersOf(request) }).catch(async (failure: unknown) => {
      await throwIfAway(pool)
      throw failure
    })
    if (!found) return null
    const { id, name, email, isAnonymous } = found.user
    return { id, name, email, guest: isAnonymous ?? false }
  }
  return (request) => {
    let login = asked.get(request)
    if (!login) asked.set(request, (login = ask(request)))
    return login
  }
}

/** Signs a guest in: answers the cookies to set and who it is. */
export async function signInGuest(auth: Auth, request: FastifyRequest): Promise<{ login: Login; cookies: string[] }> {
  const { headers, response } = await auth.api.signInAnonymous({ headers: headersOf(request), returnHeaders: true })
  if (!response) throw new Error('No guest login could be made.')
  const { id, name, email } = response.user
  return { login: { id, name, email, guest: true }, cookies: headers.getSetCookie() }
}

/** The mail addresses of logins; a guest has none. */
export async function addressesOf(pool: pg.Pool, loginIds: readonly string[]): Promise<{ id: string; email: string }[]> {
  const { rows } = await pool.query<{ id: string; email: string }>(
    'select id, email from auth_users where id = any($1) and "isAnonymous" is not true',
    [loginIds],
  )
  return rows
}

/** Removes guests whose sessions are over; answers their ids. Without sessions nobody can come back as one. */
export async function forgetGuests(pool: pg.Pool, now: Date): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `delete from auth_users where "isAnonymous" is true
       and not exists (select 1 from auth_sessions where "userId" = auth_users.id and "expiresAt" > $1) returning id`,
    [now],
  )
  return rows.map(({ id }) => id)
}

/** Which of these logins can still come back: those with an account, and guests whose session is not over. */
export async function loginsStillThere(db: Kysely<{}>, loginIds: readonly string[], now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from auth_users where id = any(${loginIds}) and ("isAnonymous" is not true
      or exists (select 1 from auth_sessions where "userId" = auth_users.id and "expiresAt" > ${now}))`.execute(db)
  return rows.map(({ id }) => id)
}
