import { languageNames } from '$i18n/language'

/** For the switcher: each language by its own name. */
export const languages = Object.entries(languageNames).map(([value, label]) => ({ value, label }))
