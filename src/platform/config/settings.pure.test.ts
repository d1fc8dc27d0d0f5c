import { expect, test } from 'vitest'
import { readSettings, WrongSettings } from './settings.ts'

test('all that is wrong is told at once, and nothing of what was given', () => {
  const wrong = { PORT: '65536', PUBLIC_URL: 'toko', OTHER_HOSTS: 'http://toko/', DATABASE_URL: 'mysql://u:geheim@x', CLICKHOUSE_URL: 'nope', SMTP_URL: 'x', MAIL_FROM: 'a', SIGN_UP: 'maybe', TRUST_PROXY: 'yes', ALLOW_PRIVATE_HOSTS: 'x', PAYMENT_SERVERS: 'stripe', LOG_LEVEL: 'loud' }
  let told: WrongSettings | undefined
  try {
    readSettings(wrong)
  } catch (failure) {
    told = failure as WrongSettings
  }
  expect(told).toBeInstanceOf(WrongSettings)
  expect(told!.problems.map(({ name }) => name).sort()).toEqual(Object.keys(wrong).sort())
  expect(told!.problems).toContainEqual({ name: 'PUBLIC_URL', must: 'address', begins: 'https://, http://' })
  expect(told!.problems).toContainEqual({ name: 'SIGN_UP', must: 'choice', choices: 'open, first' })
  expect(JSON.stringify([told!.problems, told!.message])).not.toContain('geheim')
})

test('what is not set holds as the table says; spaces around are none', () => {
  expect(readSettings({ PORT: ' 80 ', PUBLIC_URL: 'https://toko.example/', OTHER_HOSTS: ' www.Toko.example  lama.example' })).toMatchObject({ OTHER_HOSTS: new Set(['www.toko.example', 'lama.example']), PORT: 80, PUBLIC_URL: 'https://toko.example', DATABASE_URL: null, TRUST_PROXY: null, SIGN_UP: 'open', ALLOW_PRIVATE_HOSTS: false })
})
