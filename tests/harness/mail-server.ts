import { SMTPServer } from 'smtp-server'

export interface MailServer {
  /** What came in, as it came. */
  letters: string[]
  url: string
  close(): Promise<void>
}

/** A real SMTP server on a port of its own: it takes what it is sent, or answers as it is told to. */
export async function mailServer({ answer = () => null }: { answer?: () => { code: number; text: string } | 'hang-up' | null } = {}): Promise<MailServer> {
  const letters: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: (stream, _session, finish) => {
      let text = ''
      stream.on('data', (chunk) => (text += String(chunk)))
      stream.on('end', () => {
        const said = answer()
        // The letter is there, and whoever sent it never hears so.
        if (said === 'hang-up') {
          letters.push(text)
          ;[...server.connections].forEach((connection) => (connection as unknown as { _socket: { destroy(): void } })._socket.destroy())
        } else if (said) finish(Object.assign(new Error(said.text), { responseCode: said.code }))
        else {
          letters.push(text)
          finish()
        }
      })
    },
  })
  server.on('error', () => {})
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => resolve((listening.address() as { port: number }).port))
  })
  return { letters, url: `smtp://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

/** The text of a letter: quoted-printable undone, folded lines joined. */
export const plainOf = (letter: string): string =>
  Buffer.from(letter.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8').replace(/\r\n[ \t]+/g, ' ')
