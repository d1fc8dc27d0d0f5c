import { keepChoice, readChoice } from '$api/device'

export type Theme = 'auto' | 'light' | 'dark'
export const themeCookie = 'kicau_theme'

export const themeOf = (text: string | null | undefined): Theme => (text === 'light' || text === 'dark' ? text : 'auto')

/** What is chosen on this device. */
export const theme = () => themeOf(readChoice(themeCookie))

/** A shell out of the service worker may have been kept before the choice was made. */
export function wearTheme() {
  document.documentElement.dataset['theme'] = theme()
}

export function chooseTheme(next: Theme) {
  keepChoice(themeCookie, next)
  wearTheme()
}
