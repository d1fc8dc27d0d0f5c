/**
 * What the server answered with the page (app/answer-ahead.ts), for who asks for it first; undefined where this page brings
 * no answer to that. It may still be on its way.
 */
export function inPage(address: string): Promise<unknown> | undefined {
  const { dataset } = document.body
  if (dataset.answer !== address) return undefined
  delete dataset.answer
  return arrived()
}

async function arrived(): Promise<unknown> {
  if (document.readyState === 'loading') await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }))
  const text = document.getElementById('answer')?.textContent
  try {
    return text ? JSON.parse(text) : undefined
  } catch {
    // The line broke in the middle of it.
    return undefined
  }
}
