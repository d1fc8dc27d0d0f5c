import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTarget } from './target.ts'

const ours = { kicau: 'https://toko.example.com', own: 'https://toko.id', slug: 'toko' }
const read = (text: string) => readTarget(text, ours)

describe('readTarget', () => {
  it.each([
    ['https://shopee.co.id/sambalbutini', 'https://shopee.co.id/sambalbutini'],
    ['shopee.co.id/sambalbutini', 'https://shopee.co.id/sambalbutini'],
    ['http://tokosaya.com', 'http://tokosaya.com/'],
    ['tokosaya.com:8080/menu', 'https://tokosaya.com:8080/menu'],
    ['https://toko.example.com/s/sambal', 'https://toko.example.com/s/sambal'],
    ['https://blog.com/l/abc', 'https://blog.com/l/abc'],
    ['https://münchen.de/ä?q=ö', 'https://xn--mnchen-3ya.de/%C3%A4?q=%C3%B6'],
    ['https://8.8.8.8/', 'https://8.8.8.8/'],
    ['https://[2606:4700::1111]/', 'https://[2606:4700::1111]/'],
  ])('%s leads to %s', (text, href) => expect(read(text)).toEqual({ href }))

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://toko.com/',
    'mailto:a@b.co',
    'intent://scan/#Intent;scheme=zxing;end',
    'blob:https://toko.com/1',
  ])('%s is not of the web', (text) => expect(read(text)).toEqual({ fault: 'not-the-web' }))

  it.each([
    'java\tscript:alert(1)',
    'https://toko.com/\r\nSet-Cookie: a=b',
    'https://toko.com/\u0000',
    'https://to ko.com',
    'https:\\\\toko.com',
    '/\\evil.com',
    'https://toko.com/\u202eгро',
    '',
    '   ',
    'https://',
    '//',
    `https://toko.com/${'a'.repeat(2100)}`,
    `https://toko.com/${'ä'.repeat(900)}`,
  ])('%j is unreadable', (text) => expect(read(text)).toEqual({ fault: 'unreadable' }))

  it.each(['https://shopee.co.id@evil.com/', 'https://a:b@toko.com', 'http://user@toko.com'])('%s has a login in it', (text) =>
    expect(read(text)).toEqual({ fault: 'login-in-it' }),
  )

  it.each([
    'http://localhost:3000',
    'http://LOCALHOST.',
    'http://printer.local/',
    'http://kasir',
    'http://127.0.0.1',
    'http://127.1',
    'http://2130706433',
    'http://0x7f.0.0.1',
    'http://0177.0.0.1',
    'http://10.1.2.3',
    'http://172.20.0.1',
    'http://192.168.1.1',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1',
    'http://0.0.0.0',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:c0a8:0101]',
    'http://[fd00::1]',
    'http://[fe80::1]',
    'http://metadata.google.internal',
    'http://router.home.arpa',
  ])('%s is for nobody outside', (text) => expect(read(text)).toEqual({ fault: 'nobody-outside' }))

  it('leads to no short link of our own, which could go round and round', () => {
    expect(read('https://toko.example.com/l/abcde')).toEqual({ fault: 'ourselves' })
    expect(read('https://TOKO.example.com/l')).toEqual({ fault: 'ourselves' })
    // Under the shop's own domain whatever is none of its pages is one of its links.
    for (const path of ['promo-lebaran', 'l/abcde', 'l/toko/promo', 'a/b']) expect(read(`https://toko.id/${path}?x=1`)).toEqual({ fault: 'ourselves' })
    for (const page of ['https://toko.id/', 'https://toko.id/s/toko', 'https://toko.id.example.net/promo', 'https://toko.example.com/promo']) expect(read(page)).toEqual({ href: page })
  })

  it('answers only with an address of the web that has no login, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.tuple(fc.webUrl(), fc.string()).map((two) => two.join(''))), (text) => {
        const target = read(text)
        if ('fault' in target) return
        const url = new URL(target.href)
        expect(['http:', 'https:']).toContain(url.protocol)
        expect(url.username + url.password).toBe('')
        expect(target.href).not.toMatch(/[\u0000-\u0020\u007f\\]/)
      }),
    )
  })
})
