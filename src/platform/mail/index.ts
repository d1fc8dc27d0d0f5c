import { createTransport } from 'nodemailer'

export interface Letter {
  to: string
  subject: string
  text: string
  html?: string
  /** Made before the first attempt; a repeat carries the same, so that a mailbox can tell. */
  messageId: string
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
  const transport = createTransport({ url: smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 })
  return {
    works: true,
    send: async ({ messageId, ...letter }) => {
      await transport.sendMail({ from, ...letter, messageId: `<${messageId}@kicau>` })
    },
    close: () => transport.close(),
  }
}
