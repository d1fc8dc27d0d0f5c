export type Theme = 'auto' | 'light' | 'dark'
export const themeCookie = 'kicau_theme'

export const themeOf = (text: string | null | undefined): Theme => (text === 'light' || text === 'dark' ? text : 'auto')

/** What is chosen on this device. */
export const theme = () => themeOf(document.documentElement.dataset['theme'])

export function chooseTheme(next: Theme) {
  document.documentElement.dataset['theme'] = next
  document.cookie = `${themeCookie}=${next}; Path=/; Max-Age=31536000; SameSite=Lax`
}
