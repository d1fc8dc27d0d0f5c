import type { Language } from '#contract/values.ts'
import { languageNames } from '$i18n/language'

/** Of this button's page: that the buyer was asked how they found the shop. Its value tells nothing else. */
export const askedCookie = (code: string) => `kicau-asked-${code.toLowerCase()}`

/** The page's address in each language, all else in it kept. */
export function languagesOf(url: URL, here: Language) {
  return (['id', 'ms', 'en'] as const).map((one) => {
    const query = new URLSearchParams(url.searchParams)
    query.set('lang', one)
    return { language: one, name: languageNames[one], href: `${url.pathname}?${query}`, here: one === here }
  })
}
