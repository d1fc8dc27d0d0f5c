import type { ChatKind, LinkKind } from '#contract/links.ts'
import type { Language } from '#contract/values.ts'
import { textsIn } from '#platform/i18n'
import type { ChatApp, Opening } from './chat-app.ts'
import { messenger } from './messenger.ts'
import { telegram } from './telegram.ts'
import { whatsapp } from './whatsapp.ts'

/** One line an app. */
export const chatApps: Record<ChatKind, ChatApp> = { whatsapp, telegram, messenger }

export const isChat = (kind: LinkKind | (string & {})): kind is ChatKind => Object.hasOwn(chatApps, kind)

/** What the buyer's message begins with: the link's own words or a greeting, and the code in brackets where one is live. */
export function openingOf(language: Language, message: string | null, code: string | null): Opening {
  const words = message ?? textsIn(language)('links:chat.greeting')
  return { text: code === null ? words : `${words} (${code})`, code }
}

/** Opens a WhatsApp chat with these words written, and the code behind them. */
export const whatsappWith = (number: string, language: Language, message: string, code: string | null): string =>
  whatsapp.address(number, openingOf(language, message, code))
