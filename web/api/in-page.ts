/**
 * What the server answered with the page (app/answer-ahead.ts), for who asks for it first; undefined where this page brings
 * no answer to that. It may still be on its way.
 */
export function inPage(address: string): Promise<unknown> | undefined {
  const { dataset } = document.body
  const brought = dataset.answers?.split(' ') ?? []
  if (!brought.includes(address)) return undefined
  dataset.answers = brought.filter((one) => one !== address).join(' ')
  return arrived(address)
}

async function arrived(address: string): Promise<unknown> {
  const find = () => document.querySelector(`script[data-answer="${address}"]`)
  // One that is still being read has nothing behind it yet.
  if (document.readyState === 'loading' && !find()?.nextSibling) await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }))
  const text = find()?.textContent
  try {
    return text ? JSON.parse(text) : undefined
  } catch {
    // The line broke in the middle of it.
    return undefined
  }
}
