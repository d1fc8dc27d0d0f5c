import { expect, onTestFinished, test } from 'vitest'
import { mailServer } from '../../../tests/harness/mail-server.ts'
import { openMail } from './index.ts'

test('a letter arrives whole, from the sender that was set, under the id that was chosen', async () => {
  const server = await mailServer()
  onTestFinished(server.close)
  const mail = openMail(server.url, 'Kicau <kicau@example.test>')
  await mail.send({ to: 'tini@example.test', subject: 'Waktunya status: sambal 🌶', text: 'Salin, lalu tayangkan.', html: '<p>Salin, lalu tayangkan.</p>', messageId: 'hand-over-1' })
  mail.close()
  const [letter = ''] = server.letters
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
