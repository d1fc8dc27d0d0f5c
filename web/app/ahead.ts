import font from '@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2?url'
import type { Language } from '#contract/values.ts'
import { wordsFor } from '$i18n/public'
import { wordsFile } from '$i18n/words-files'
import { aheadOf } from './ahead-of'

// Who is here, and the screen's words: they come beside the scripts, not after them.
const preload = (address: string) => `<link rel="preload" href="${address}" as="fetch" crossorigin="anonymous" />`

// Named in the style, which comes first; the question is best read in its own letters at once.
const FONT = `<link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin="anonymous" />`

/**
 * What the head of a desk's page names, so that it is fetched while the scripts are. `shop` is the one that this device was at
 * last; null where that is not known, or where the answers would come in another language than the page's. What the page
 * brings itself is not asked for again.
 */
export function preloads(route: string, language: Language, shop: string | null, brought: readonly string[]): string {
  const { words = [], asks = [] } = aheadOf[route] ?? {}
  const files = new Set(['ui', ...words].map((namespace) => wordsFile(language, namespace)))
  const answers = shop ? asks.map((path) => `/api/shops/${shop}/${path}`) : []
  const named = ['/api/me', ...answers, ...files].filter((address) => !brought.includes(address))
  return [FONT, ...named.map(preload)].join('\n    ')
}

/** The page's name, as the screen will say it (ui/Screen.svelte). */
export function titleAhead(route: string, language: Language): string {
  const ahead = aheadOf[route]
  return `<title>${ahead ? `${escaped(wordsFor(language)(ahead.title))} · ` : ''}Kicau</title>`
}

/** The screen's question, to be read before any script has run. */
export function questionAhead(route: string, language: Language): string {
  const ahead = aheadOf[route]
  if (!ahead) return ''
  const t = wordsFor(language)
  const lead = ahead.lead ? `<p>${escaped(t(ahead.lead))}</p>` : ''
  return `<main id="ahead"><h1>${escaped(t(ahead.title))}</h1>${lead}</main>`
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
