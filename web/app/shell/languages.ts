import type { Language } from '#contract/values.ts'
import { languageNames } from '$i18n/language'

const order: readonly Language[] = ['id', 'ms', 'en']

/** For the switchers: each language by its own name. */
export const languages = order.map((value) => ({ value, label: languageNames[value] }))
