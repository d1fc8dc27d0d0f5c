// What was chosen on this device, in cookies: the server has them with the first request, and reading one does not
// wait for the disk, as the first touch of localStorage does, with the whole screen waiting.

/** The shop that this device was at last. */
export const shopCookie = 'kicau_shop'

/** What was chosen under this name; undefined before anything was. */
export const readChoice = (name: string): string | undefined => new RegExp(`(?:^|; )${name}=([\\w-]+)`).exec(document.cookie)?.[1]

/** Remembers a choice for a year; letters, digits, `_` and `-` only. */
export function keepChoice(name: string, value: string) {
  document.cookie = `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax`
}
