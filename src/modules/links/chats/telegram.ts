import type { ChatApp } from './chat-app.ts'

/**
 * By a public username. A person's chat opens with the text written (`?text=`); a bot's has a start button instead, and is
 * handed the code when it is pressed (`?start=`). https://core.telegram.org/api/links
 */
export const telegram: ChatApp = {
  read: (typed) => {
    const name = typed.trim().replace(/^(?:https?:\/\/)?(?:www\.)?(?:t(?:elegram)?\.me|telegram\.dog)\//i, '').replace(/^@/, '').replace(/[/?#].*$/, '')
    return /^[a-z][a-z0-9_]{3,30}[a-z0-9]$/i.test(name) ? name : null
  },
  address: (name, { text, code }) => {
    if (!/bot$/i.test(name)) return `https://t.me/${name}?text=${encodeURIComponent(text)}`
    return code === null ? `https://t.me/${name}` : `https://t.me/${name}?start=${code}`
  },
}
