import type { ChatApp } from './chat-app.ts'

/**
 * By the name or number of a Facebook page. The text is written already; `ref` says the code to whatever answers there by
 * itself, also where the buyer changes the text. https://developers.facebook.com/docs/messenger-platform/discovery/m-me-links
 */
export const messenger: ChatApp = {
  read: (typed) => {
    const name = typed.trim().replace(/^(?:https?:\/\/)?(?:(?:www|web|m)\.)?(?:m\.me|messenger\.com\/t|facebook\.com|fb\.com)\//i, '').replace(/^@/, '').replace(/[/?#].*$/, '')
    return /^[a-z0-9](?:[a-z0-9.-]{1,48})[a-z0-9]$/i.test(name) && !/\.\w{2,4}$/.test(name) ? name : null
  },
  address: (name, { text, code }) => `https://m.me/${name}?text=${encodeURIComponent(text)}${code === null ? '' : `&ref=${code}`}`,
}
