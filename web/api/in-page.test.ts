import { afterEach, expect, test, vi } from 'vitest'
import { inPage } from './in-page'

const month = '/api/shops/12/payback/month/last'
const timer = '/api/shops/12/timer'

/** A page with these blocks of answers, by address; what is not `read` to its end has nothing behind it. */
const pageWith = (blocks: Record<string, { text: string; read?: boolean }>, readyState = 'interactive') => {
  const page = Object.assign(new EventTarget(), {
    readyState,
    body: { dataset: { answers: `${month} ${timer}` } as Record<string, string> },
    querySelector: (selector: string) => {
      const block = blocks[/^script\[data-answer="(.*)"\]$/.exec(selector)![1]!]
      return block ? { textContent: block.text, nextSibling: (block.read ?? readyState !== 'loading') ? {} : null } : null
    },
  })
  vi.stubGlobal('document', page)
  return page
}
afterEach(() => vi.unstubAllGlobals())

test('each answer that came with the page is given once, to who asks just that', async () => {
  pageWith({ [month]: { text: '{"net":1250}' }, [timer]: { text: '{"running":null}' } })
  expect(inPage('/api/shops/12/payback/month/2026-10')).toBeUndefined()
  expect(inPage('/api/shops/13/payback/month/last')).toBeUndefined()
  expect(await inPage(month)).toEqual({ net: 1250 })
  expect(inPage(month)).toBeUndefined()
  expect(await inPage(timer)).toEqual({ running: null })
  expect(inPage(timer)).toBeUndefined()
})

test('a page that brings nothing has nothing', () => {
  pageWith({}).body.dataset = {}
  expect(inPage(month)).toBeUndefined()
})

test('what is not there yet, or not whole, is waited for while the page still comes', async () => {
  const blocks: Record<string, { text: string; read?: boolean }> = { [timer]: { text: '{"run' } }
  const page = pageWith(blocks, 'loading')
  const told = vi.fn()
  void inPage(month)!.then(told)
  void inPage(timer)!.then(told)
  await Promise.resolve()
  expect(told).not.toHaveBeenCalled()
  Object.assign(blocks, { [month]: { text: '[1]' }, [timer]: { text: '[2]' } })
  page.dispatchEvent(new Event('DOMContentLoaded'))
  await vi.waitFor(() => expect(told.mock.calls).toEqual([[[1]], [[2]]]))
})

test('what stands there whole is not waited for', async () => {
  pageWith({ [timer]: { text: '[2]', read: true } }, 'loading')
  expect(await inPage(timer)).toEqual([2])
})

test.each([undefined, '', '{"net":12'])('a page without a whole answer (%j) has none', async (text) => {
  pageWith(text === undefined ? {} : { [month]: { text } })
  expect(await inPage(month)).toBeUndefined()
})
