import { expect, test, vi } from 'vitest'
import { gunzipSync } from 'node:zlib'
import { inParts } from './in-parts'

const page = () => new Response('<head>%here%</body>', { headers: { etag: '"1"', 'content-length': '19', 'content-type': 'text/html' } })
const asked = (encoding = '') => new Request('http://kicau.test/payback', { headers: { 'accept-encoding': encoding } })

test.each(['', 'gzip, br'])('the head of a page goes out before its parts are known (accept-encoding "%s")', async (encoding) => {
  let tell = (_part: string) => {}
  const part = new Promise<string>((resolve) => (tell = resolve))
  const sent = await inParts(asked(encoding), page(), '%here%', (async function* () {
    yield await part
  })())
  expect(Object.fromEntries(sent.headers)).toEqual({ 'content-type': 'text/html', 'cache-control': 'private, no-store', ...(encoding && { 'content-encoding': 'gzip' }) })
  const reader = sent.body!.getReader()
  const first = (await reader.read()).value!
  expect(first.length).toBeGreaterThan(0)
  if (!encoding) expect(String(Buffer.from(first))).toBe('<head>')

  tell('answer')
  const chunks = [first]
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value)
  const all = Buffer.concat(chunks)
  expect(String(encoding ? gunzipSync(all) : all)).toBe('<head>answer</body>')
})

test('a part that cannot be made is left out, and told', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  const sent = await inParts(asked(), page(), '%here%', (async function* () {
    yield 'question'
    throw new Error('no answer')
  })())
  expect(await sent.text()).toBe('<head>question</body>')
  expect(told).toHaveBeenCalledOnce()
  told.mockRestore()
})

test.each(['', 'gzip'])('whoever leaves in the midst of a page is told of to nobody (accept-encoding "%s")', async (encoding) => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  let over = () => {}
  const ended = new Promise<void>((resolve) => (over = resolve))
  const sent = await inParts(asked(encoding), page(), '%here%', (async function* () {
    try {
      for (;;) {
        yield 'part'
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    } finally {
      over()
    }
  })())
  const reader = sent.body!.getReader()
  await reader.read()
  await reader.cancel()
  await ended
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(told).not.toHaveBeenCalled()
  told.mockRestore()
})
