import { resolve } from 'node:path'
import { z } from 'zod'
import { readProxies } from './proxies.ts'

/**
 * Every setting of Kicau: its sentence, what it may be, and what holds without it. The only reader of the environment.
 * docs/reference/settings.md is printed from this table.
 */
export const settingsTable = {
  DATA_DIR: { sentence: 'The folder that holds everything: both engines, the journal, the media, the key.', default: './data' },
  PORT: { sentence: 'The port on which the desk answers.', default: '5252' },
  HOST: { sentence: 'The address it listens on; 127.0.0.1 keeps other machines out.', default: '0.0.0.0' },
  PUBLIC_URL: { sentence: 'The address under which others reach Kicau, e.g. https://toko.example. Short links need it.', default: '' },
  OTHER_HOSTS: { sentence: 'Other names that lead to this Kicau, former ones too: `www.toko.example old.example`. No shop may take one of them for its own domain.', default: '' },
  DATABASE_URL: { sentence: 'A PostgreSQL of your own instead of the embedded one.', default: '' },
  CLICKHOUSE_URL: { sentence: 'A ClickHouse of your own instead of the embedded one: http://user:password@host:8123/database.', default: '' },
  SMTP_URL: { sentence: 'The mail server for reminders: smtp://user:password@host:587. Without it reminders stay in the app.', default: '' },
  MAIL_FROM: { sentence: 'The sender of those mails.', default: 'Kicau <kicau@localhost>' },
  SIGN_UP: { sentence: 'Who may make a login: `open` (anyone who reaches the desk) or `first` (only the first one).', default: 'open' },
  TRUST_PROXY: { sentence: 'Whose X-Forwarded-For is believed: `1` for a reverse proxy on this machine or its private networks, or addresses and ranges of proxies.', default: '' },
  ALLOW_PRIVATE_HOSTS: { sentence: 'Set to 1 to let outgoing calls reach private and loopback addresses (tests, a PDS at home).', default: '' },
  PAYMENT_SERVERS: { sentence: 'Stand-ins for payment providers, to try things out: `stripe=http://localhost:12111 xendit=…`. Never where money is taken.', default: '' },
  LOG_LEVEL: { sentence: 'How much the log says: debug, info, warn, error or silent.', default: 'warn' },
} as const

const wordsIn = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')

const pairsIn = (text: string): [string, string][] =>
  wordsIn(text).map((pair) => [pair.slice(0, Math.max(0, pair.indexOf('='))), pair.slice(pair.indexOf('=') + 1)])

const flag = z.enum(['', '0', '1']).transform((text) => text === '1')
const optionalUrl = (protocols: string[]) =>
  z
    .string()
    .refine((text) => text === '' || (URL.canParse(text) && protocols.includes(new URL(text).protocol)), {
      params: { must: 'address', begins: protocols.map((protocol) => `${protocol}//`).join(', ') },
    })
    .transform((text) => (text === '' ? null : text))

const Settings = z.object({
  DATA_DIR: z.string().min(1).transform((path) => resolve(path)),
  PORT: z.string().refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, { params: { must: 'port' } }).transform(Number),
  HOST: z.string().min(1),
  PUBLIC_URL: optionalUrl(['https:', 'http:']).transform((url) => url?.replace(/\/+$/, '') ?? null),
  OTHER_HOSTS: z
    .string()
    .refine((text) => wordsIn(text).every((host) => /^[\w-]+(\.[\w-]+)+$/.test(host)), { params: { must: 'hosts' } })
    .transform((text): ReadonlySet<string> => new Set(wordsIn(text.toLowerCase()))),
  DATABASE_URL: optionalUrl(['postgres:', 'postgresql:']),
  CLICKHOUSE_URL: optionalUrl(['http:', 'https:']),
  SMTP_URL: optionalUrl(['smtp:', 'smtps:']),
  MAIL_FROM: z.string().min(3),
  SIGN_UP: z.enum(['open', 'first']),
  TRUST_PROXY: z.string().transform((text, context) => {
    const proxies = readProxies(text)
    if (proxies === undefined) context.addIssue({ code: 'custom', params: { must: 'proxies' } })
    return proxies ?? null
  }),
  ALLOW_PRIVATE_HOSTS: flag,
  PAYMENT_SERVERS: z
    .string()
    .refine((text) => pairsIn(text).every(([name, url]) => /^[a-z-]+$/.test(name) && URL.canParse(url)), { params: { must: 'pairs' } })
    .transform((text): Record<string, string> => Object.fromEntries(pairsIn(text))),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
})
export type Settings = z.output<typeof Settings>

/** What a setting must be and is not; its words are `cli:settings.<must>`. What was given may be a secret, and is not told. */
export interface WrongSetting {
  name: string
  must: 'address' | 'port' | 'hosts' | 'proxies' | 'pairs' | 'choice' | 'longer'
  /** For `address` and `choice`. */
  begins?: string
  choices?: string
}

/** Every wrong setting at once, so that nobody mends them one start at a time. */
export class WrongSettings extends Error {
  readonly problems: readonly WrongSetting[]
  constructor(problems: readonly WrongSetting[]) {
    super(`Some settings can't be used: ${problems.map(({ name, must }) => `${name} (${must})`).join(', ')}`)
    this.problems = problems
  }
}

/** Reads the settings; throws `WrongSettings` naming all that is wrong. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(
    Object.entries(settingsTable).map(([name, setting]) => [name, environment[name]?.trim() || setting.default]),
  )
  const read = Settings.safeParse(given)
  if (read.success) return read.data
  throw new WrongSettings(
    read.error.issues.map((issue): WrongSetting => {
      const name = String(issue.path[0])
      if (issue.code === 'custom') return { name, ...(issue.params as Pick<WrongSetting, 'must' | 'begins'>) }
      return issue.code === 'invalid_value' ? { name, must: 'choice', choices: issue.values.filter((value) => value !== '').join(', ') } : { name, must: 'longer' }
    }),
  )
}
