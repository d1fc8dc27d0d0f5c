import { SMTPServer } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { openMail } from './index.ts'

// A real SMTP server, on a port of its own.
const received: string[] = []
let server: SMTPServer

function listen(): Promise<number> {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      let text = ''
      stream.on('data', (chunk) => (text += String(chunk)))
      stream.on('end', () => {
        received.push(text)
        done()
      })
    },
  })
  return new Promise((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => resolve((listening.address() as { port: number }).port))
  })
}

afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())))

test('a letter arrives whole, from the sender that was set, under the id that was chosen', async () => {
  const mail = openMail(`smtp://127.0.0.1:${await listen()}`, 'Kicau <kicau@example.test>')
  await mail.send({ to: 'tini@example.test', subject: 'Waktunya status: sambal 🌶', text: 'Salin, lalu tayangkan.', html: '<p>Salin, lalu tayangkan.</p>', messageId: 'hand-over-1' })
  mail.close()
  const [letter = ''] = received
  expect(letter).toMatch(/^Subject: =\?UTF-8\?/m)
  expect(letter).toMatch(/^From: Kicau <kicau@example\.test>/m)
  expect(letter).toMatch(/^Message-ID: <hand-over-1@kicau>/m)
  expect(letter).toContain('Salin, lalu tayangkan.')
})

test('without a server set nothing is sent, and it says so', async () => {
  const mail = openMail(null, 'Kicau <kicau@example.test>')
  expect(mail.works).toBe(false)
  await mail.send({ to: 'a@example.test', subject: '', text: '', messageId: 'x' })
})

test('a server that is away is a failure, not a silence', async () => {
  const mail = openMail('smtp://127.0.0.1:1', 'Kicau <kicau@example.test>')
  await expect(mail.send({ to: 'a@example.test', subject: '', text: '', messageId: 'x' })).rejects.toThrow()
  mail.close()
})
