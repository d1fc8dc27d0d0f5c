import { expect, test } from 'vitest'
import { shellOf } from './shell-of'

test('a page is kept without its question, its answer, and what it names of a shop', () => {
  const page = (head: string, body: string, ahead: string) =>
    `<html><head>\n<link rel="preload" href="/api/me" as="fetch" />\n${head}<link href="/_app/start.js" rel="modulepreload"></head>\n<body${body}>\n<div class="behind"><script>start()</script></div>\n${ahead}\n</body></html>`
  const whole = page(
    '<link rel="preload" href="/api/shops/12-ab/timer" as="fetch" crossorigin="anonymous" />\n',
    ' data-ahead data-answer="/api/shops/12-ab/payback/month/last"',
    '<!--ahead--><main id="ahead" class="whole">\n<!--[-->Rp1.250<!--]--></main><script type="application/json" id="answer">{"net":1250}</script><!--/ahead-->',
  )
  expect(shellOf(whole)).toBe(page('', '', ''))
})
