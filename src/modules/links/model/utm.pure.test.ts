import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTarget } from './target.ts'
import { withUtm } from './utm.ts'

const nothing = { source: '', medium: '', campaign: '', content: '', term: '' }

test('marks are put behind what an address has, and what it says itself stays', () => {
  expect(withUtm('https://a.id/x?a=1#y', { ...nothing, source: '{channel}', campaign: 'akhir tahun' }, 'instagram')).toBe(
    'https://a.id/x?a=1&utm_source=instagram&utm_campaign=akhir+tahun#y',
  )
  expect(withUtm('https://a.id/?utm_source=iklan', { ...nothing, source: '{channel}', medium: 'bio' }, 'tiktok')).toBe('https://a.id/?utm_source=iklan&utm_medium=bio')
  expect(withUtm('https://a.id/', nothing, 'tiktok')).toBe('https://a.id/')
})

test('no marks lead an address elsewhere', () => {
  const words = fc.string({ unit: 'binary', maxLength: 40 })
  fc.assert(
    fc.property(fc.webUrl(), fc.record({ source: words, medium: words, campaign: words, content: words, term: words }), (href, template) => {
      const [before, after] = [new URL(href), new URL(withUtm(href, template, 'blog'))]
      expect([after.protocol, after.host, after.pathname, after.hash]).toEqual([before.protocol, before.host, before.pathname, before.hash])
      expect(readTarget(after.href, null)).not.toEqual({ fault: 'login-in-it' })
    }),
  )
})
