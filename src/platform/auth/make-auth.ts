import { betterAuth } from 'better-auth'
import { anonymous } from 'better-auth/plugins'
import type pg from 'pg'
import { newId } from '#platform/ids'

export interface AuthSettings {
  pool: pg.Pool
  /** Signs sessions; 32 bytes or more, kept beside the data. */
  secret: string
  publicUrl: string | null
}

const LONGEST_NAME = 80

/** A name as its shops' screens and letters can carry it, whoever sends it past the form: a member's stands on every report of the shop. */
const readName = (sent: string): string => [...sent.replaceAll(/\p{Cc}+/gu, ' ').trim()].slice(0, LONGEST_NAME).join('')

export type Auth = ReturnType<typeof makeAuth>

const TWO_WEEKS = 14 * 24 * 60 * 60

/**
 * Logins, by better-auth: e-mail and password, and a guest login for the demo. Its tables are `auth_*`
 * (migrations/postgres/20261122-01-auth.sql, frozen from its own generator by `scripts/auth-sql.ts`).
 */
export function makeAuth({ pool, secret, publicUrl }: AuthSettings) {
  return betterAuth({
    appName: 'Kicau',
    database: pool,
    secret,
    basePath: '/api/auth',
    ...(publicUrl && { baseURL: publicUrl }),
    telemetry: { enabled: false },
    logger: { disabled: true },
    // The desk is reached by several addresses (localhost, the local network, the public one): an origin is trusted
    // when it is the address the request itself came to.
    trustedOrigins: (request) => {
      const host = request?.headers.get('host')
      return host ? [`http://${host}`, `https://${host}`] : []
    },
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128, autoSignIn: true },
    session: { expiresIn: TWO_WEEKS, updateAge: TWO_WEEKS / 14, modelName: 'auth_sessions' },
    user: { modelName: 'auth_users' },
    databaseHooks: {
      user: {
        create: { before: async (user) => ({ data: { ...user, name: readName(user.name) } }) },
        update: { before: async (user) => ({ data: { ...user, ...(user.name !== undefined && { name: readName(user.name) }) } }) },
      },
    },
    account: { modelName: 'auth_accounts' },
    verification: { modelName: 'auth_verifications' },
    rateLimit: { enabled: true, window: 60, max: 100, customRules: { '/sign-in/email': { window: 60, max: 10 } } },
    advanced: {
      cookiePrefix: 'kicau',
      useSecureCookies: publicUrl?.startsWith('https://') ?? false,
      database: { generateId: () => newId() },
      ipAddress: { ipAddressHeaders: ['x-kicau-client'] },
    },
    plugins: [anonymous({ emailDomainName: 'guest.invalid' })],
  })
}
