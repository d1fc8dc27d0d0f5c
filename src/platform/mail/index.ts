import type { Transporter } from 'nodemailer'

export { letterHtml } from './letter-html.ts'

export interface Letter {
  to: string
  subject: string
  text: string
  html?: string
  /** Made before the first attempt; a repeat carries the same, so that a mailbox can tell. */
  messageId: string
  /** Where a POST ends such mails for good: mail programs offer it as a button (RFC 8058). */
  unsubscribe?: string
}

export interface Mail {
  /** Whether a mail server is set at all. */
  readonly works: boolean
  /** Sends one letter within 20 s, or throws. */
  send(letter: Letter): Promise<void>
  close(): void
}

export function openMail(smtpUrl: string | null, from: string): Mail {
  if (!smtpUrl) return { works: false, send: () => Promise.resolve(), close: () => {} }
  let opened: Promise<Transporter> | undefined
  const transport = () => (opened ??= transportTo(smtpUrl))
  return {
    works: true,
    send: async ({ messageId, unsubscribe, ...letter }) => {
      const headers = unsubscribe ? { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}
      await (await transport()).sendMail({ from, ...letter, headers, messageId: `<${messageId}@kicau>` })
    },
    close: () => void opened?.then((transport) => transport.close()),
  }
}

async function transportTo(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  return createTransport({ url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 })
}

/**
 * What became of a letter whose sending threw. `refused`: the server will not have it. `later`: it did not leave, and
 * may be tried again. `unknown`: the server fell silent when it may have had it already.
 */
export function fateOf(failure: unknown): 'refused' | 'later' | 'unknown' {
  const { responseCode, code, syscall } = failure as { responseCode?: number; code?: string; syscall?: string }
  if (responseCode !== undefined) return responseCode >= 500 ? 'refused' : 'later'
  return syscall === 'connect' || NEVER_LEFT.has(code ?? '') ? 'later' : 'unknown'
}

/** Of nodemailer's codes those that come before a letter is handed over. */
const NEVER_LEFT: ReadonlySet<string> = new Set(['EDNS', 'EAUTH', 'EENVELOPE', 'ETLS', 'EREQUIRETLS'])
