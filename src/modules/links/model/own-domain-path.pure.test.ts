import { expect, test } from 'vitest'
import { readLinkWord } from './link-word.ts'
import { pathOnOwnDomain } from './own-domain-path.ts'
import { readOwnHost } from './own-host.ts'

const path = (url: string) => pathOnOwnDomain(url, 'sambal')

test.each([
  ['/', '/s/sambal'],
  ['/?utm_source=ig', '/s/sambal?utm_source=ig'],
  ['/promo-lebaran', '/l/sambal/promo-lebaran'],
  ['/k7mwd?x=1', '/l/sambal/k7mwd?x=1'],
  ['/promo-lebaran/', '/l/sambal/promo-lebaran'],
  ['/l/k7mwd', '/l/sambal/k7mwd'],
  ['/l/sambal/promo', '/l/sambal/promo'],
  ['/s/sambal', '/s/sambal'],
  ['/s/sambal/go/chat?k=k7mwd', '/s/sambal/go/chat?k=k7mwd'],
  ['/_app/immutable/a.css', '/_app/immutable/a.css'],
  ['/t/kicau.js', '/t/kicau.js'],
  ['/api/nonce', '/api/nonce'],
])('%s is %s', (asked, answered) => expect(path(asked)).toBe(answered))

test.each(['/s/another', '/s/another/cerita', '/l/another/promo', '/api/me', '/api/shops/x/orders', '/api/auth/sign-in/email', '/orders/new', '/settings/team'])('%s is not there', (asked) =>
  expect(path(asked)).toBe('/l/sambal/-'),
)

test('a place of the desk is one word, and no link may have it: it leads nowhere', () => {
  expect(path('/today')).toBe('/l/sambal/today')
  expect(readLinkWord('-')).toBeNull()
})

test.each([
  ['toko.id', 'toko.id'],
  ['  https://WWW.Toko.id/ ', 'www.toko.id'],
  ['tokó.id', 'xn--tok-ina.id'],
  ['toko.id.', 'toko.id'],
])('%s is the host %s', (typed, host) => expect(readOwnHost(typed)).toBe(host))

test.each(['toko', 'localhost', '10.0.0.1', '8.8.8.8', '[2606:4700::1111]', 'toko.id/menu', 'toko.id:8080', 'a@toko.id', 'toko.local', '', 'javascript:alert(1)', 'toko.id?x', 'to ko.id'])(
  '%s is no host that a shop may have',
  (typed) => expect(readOwnHost(typed)).toBeNull(),
)
