import { afterEach, expect, test, vi } from 'vitest'
import { inPage } from './in-page'

const address = '/api/shops/12/payback/month/last'
const pageWith = (text: string | undefined, readyState = 'interactive') => {
  const page = Object.assign(new EventTarget(), { readyState, body: { dataset: { answer: address } as Record<string, string> }, getElementById: () => (text === undefined ? null : { textContent: text }) })
  vi.stubGlobal('document', page)
  return page
}
afterEach(() => vi.unstubAllGlobals())

test('the answer that came with the page is given once, to who asks just that', async () => {
  pageWith('{"net":1250}')
  expect(inPage('/api/shops/12/payback/month/2026-10')).toBeUndefined()
  expect(inPage('/api/shops/13/payback/month/last')).toBeUndefined()
  expect(await inPage(address)).toEqual({ net: 1250 })
  expect(inPage(address)).toBeUndefined()
})

test('it is waited for while the page still comes', async () => {
  const page = pageWith('[1]', 'loading')
  const told = vi.fn()
  void inPage(address)!.then(told)
  await Promise.resolve()
  expect(told).not.toHaveBeenCalled()
  page.dispatchEvent(new Event('DOMContentLoaded'))
  await vi.waitFor(() => expect(told).toHaveBeenCalledWith([1]))
})

test.each([undefined, '', '{"net":12'])('a page without a whole answer (%j) has none', async (text) => {
  pageWith(text)
  expect(await inPage(address)).toBeUndefined()
})
