import Stripe from 'stripe'
import { expect, test } from 'vitest'
import { signatureFits, TOLERANCE_SECONDS } from './signature.ts'

// Stripe's own library signs and verifies: what it says is what we say.

const secret = 'whsec_kicau_test'
const payload = JSON.stringify({ id: 'evt_1', object: 'event', note: 'sambal “pedas” 🌶' })
const seconds = Math.floor(Date.now() / 1000)
const now = new Date(seconds * 1000)
const sign = (timestamp = seconds, by = secret) => Stripe.webhooks.generateTestHeaderString({ payload, secret: by, timestamp })
const theirs = (header: string, body = payload) => {
  try {
    Stripe.webhooks.constructEvent(body, header, secret)
    return 'fits'
  } catch {
    return 'refused'
  }
}
const ours = (header: string | undefined, body = payload) => signatureFits(header, Buffer.from(body), secret, now)

test('what Stripe signs fits, and nothing that was altered on the way, was signed by another or too long ago', () => {
  const good = sign()
  expect([theirs(good), ours(good)]).toEqual(['fits', 'fits'])
  for (const body of [`${payload} `, payload.replace('evt_1', 'evt_2'), '']) expect([theirs(good, body), ours(good, body)]).toEqual(['refused', 'signature'])
  const another = sign(seconds, 'whsec_another')
  expect([theirs(another), ours(another)]).toEqual(['refused', 'signature'])
  const old = sign(seconds - TOLERANCE_SECONDS - 10)
  expect([theirs(old), ours(old)]).toEqual(['refused', 'old'])
  // The time is signed too: an old call can't be given a new one.
  const renewed = old.replace(/t=\d+/, `t=${seconds}`)
  expect([theirs(renewed), ours(renewed)]).toEqual(['refused', 'signature'])
  const within = sign(seconds - TOLERANCE_SECONDS + 20)
  expect([theirs(within), ours(within)]).toEqual(['fits', 'fits'])
  // While a secret is being changed there are two.
  const two = `${sign(seconds, 'whsec_another')},${good.split(',')[1]!}`
  expect([theirs(two), ours(two)]).toEqual(['fits', 'fits'])
})

test('a header that is none is no signature', () => {
  for (const header of [undefined, '', 't=', 'v1=abc', `t=${seconds}`, `t=x,${sign().split(',')[1]!}`, 't=1,v1=', `t=${seconds},v0=${'0'.repeat(64)}`, 'x'.repeat(5000)]) expect(ours(header)).toBe('signature')
})
