import { expect, test } from 'vitest'
import { isSelector } from './selector.ts'

test.each([
  'a', '*', '.btn', '#beli', 'a.tombol#beli:first-child', 'form#daftar', 'form[action="/daftar"]', `a[href*='wa.me' i]`, '[data-x]', 'input[type=submit]',
  '.a .b > .c + d ~ e', 'button, .x', 'div:not(.a)', 'li:nth-child(2n+1) a', '.-x', 'a[title="it\'s ] > {"]',
])('a browser reads %s', (text) => expect(isSelector(text)).toBe(true))

test.each(['', ' ', '.', '#', 'a[', 'a[href', 'a"', '>>', 'a >', '> a', '1a', 'a,,b', 'a,', 'a{', 'a:not(', 'a:not()', '((', 'a]]', 'a..b', `a[x='`, '$', 'a:foo', 'a:hover(', 'a::before', 'li:nth-child()', '[data-n=5]', 'a\\'])(
  'no browser has to read %s',
  (text) => expect(isSelector(text)).toBe(false),
)
