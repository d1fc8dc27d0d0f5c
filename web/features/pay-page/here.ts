import type { Cookies } from '@sveltejs/kit'
import type { Language } from '#contract/values.ts'
import { languageNames } from '$i18n/language'

const ASKED = 'kicau-asked-'
/** Half a year: then a shop may ask once more. */
const ASKED_SECONDS = 180 * 86_400

/** The shops, by slug, that have asked this buyer how they found them: on any of their buttons, or on their order form. */
export const askedBy = (cookies: Cookies): string[] => cookies.getAll().flatMap(({ name }) => (name.startsWith(ASKED) ? [name.slice(ASKED.length)] : []))

/** Its name says which shop has asked, and its value nothing. */
export const keepAsked = (cookies: Cookies, shop: string, url: URL): void =>
  cookies.set(`${ASKED}${shop}`, '1', { path: '/', maxAge: ASKED_SECONDS, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' })

/** The page's address in each language, all else in it kept. */
export function languagesOf(url: URL, here: Language) {
  return (['id', 'ms', 'en'] as const).map((one) => {
    const query = new URLSearchParams(url.searchParams)
    query.set('lang', one)
    return { language: one, name: languageNames[one], href: `${url.pathname}?${query}`, here: one === here }
  })
}
