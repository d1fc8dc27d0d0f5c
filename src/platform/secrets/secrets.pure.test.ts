import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { secretsFrom } from './index.ts'

const secrets = secretsFrom(Buffer.alloc(32, 7))

test('what is sealed opens again, whatever it holds', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => secrets.open(secrets.seal(text)) === text.toWellFormed()))
})

test('a changed text or another key does not open', () => {
  const sealed = secrets.seal('app-password')
  const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA')
  expect(() => secrets.open(changed)).toThrow()
  expect(() => secretsFrom(randomBytes(32)).open(sealed)).toThrow()
  expect(sealed).not.toContain('app-password')
})

test('equal phone numbers hash equally, and only under the same key', () => {
  expect(secrets.keyedHash('+628123')).toBe(secrets.keyedHash('+628123'))
  expect(secrets.keyedHash('+628123')).not.toBe(secretsFrom(randomBytes(32)).keyedHash('+628123'))
})
