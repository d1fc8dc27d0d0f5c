import type { Language } from '#contract/values.ts'
import { textsIn } from '#platform/i18n'

/** What the buyer's message begins with: the link's own words or a greeting, and the code in brackets where one is live. */
export function chatText(language: Language, message: string | null, chatCode: string | null): string {
  const words = message ?? textsIn(language)('links:chat.greeting')
  return chatCode === null ? words : `${words} (${chatCode})`
}

/** Opens a WhatsApp chat with the text written already. `number` in E.164. */
export const whatsappAddress = (number: string, text: string): string =>
  `https://wa.me/${number.replace(/\D/g, '')}?text=${encodeURIComponent(text)}`
