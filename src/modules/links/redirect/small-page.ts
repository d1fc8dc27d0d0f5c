import type { Language } from '#contract/values.ts'
import { textsIn } from '#platform/i18n'

// No script, no font, nothing from elsewhere: these pages must open on any phone, within one packet.
const STYLE =
  ':root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto 0;padding:0 1.25rem;' +
  'background:#faf6ee;color:#262a20;overflow-wrap:anywhere}h1{font-size:1.5rem;line-height:1.25}a{color:#2c6a3b}' +
  'label{display:block;font-weight:600}input,button{font:inherit;box-sizing:border-box;width:100%;min-height:3rem;padding:.5rem .9rem;' +
  'margin-top:.5rem;border-radius:.6rem;border:1.5px solid #5c5e4e;background:#fffdf9;color:inherit}' +
  'button{border-color:#2c6a3b;background:#2c6a3b;color:#fffdf9;font-weight:650}.wrong{color:#8a2f1d;font-weight:600}' +
  '@media(prefers-color-scheme:dark){body{background:#181a15;color:#f0ecdf}a{color:#93ce95}input{background:#20231c;border-color:#b6b7a5}' +
  'button{border-color:#93ce95;background:#93ce95;color:#10250f}.wrong{color:#f29b86}}'

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"

/** A page that says something and sends nothing. */
export const SMALL_PAGE_POLICY = `${POLICY}; form-action 'none'`
/** One whose form posts to the address it stands at, and to no other host. */
export const PASSWORD_PAGE_POLICY = `${POLICY}; form-action 'self'`

interface ShopName {
  name: string
  slug: string
}

/** What is shown for a code that leads nowhere: in the reader's language, with the way to the shop where one is known. */
export function gonePage(language: Language, shop: ShopName | null): string {
  const text = textsIn(language)
  return page(language, text('links:gone.title'), `<p>${escapeHtml(text('links:gone.text'))}</p>${wayTo(language, shop)}`)
}

/** For a link whose days or openings are over. */
export function overPage(language: Language, shop: ShopName): string {
  const text = textsIn(language)
  return page(language, text('links:over.title', { shop: shop.name }), `<p>${escapeHtml(text('links:over.text'))}</p>${wayTo(language, shop)}`)
}

export interface AskedPassword {
  code: string
  shop: ShopName
  /** What became of the try before. */
  said?: 'wrong' | 'too-many'
}

/**
 * Asks for a link's word. A text field and not a password's: no browser offers a login it has kept for this host, and
 * the page says whose word is meant and which must not be given here.
 */
export function passwordPage(language: Language, { code, shop, said }: AskedPassword): string {
  const text = textsIn(language)
  const words = (key: string) => escapeHtml(text(`links:password.${key}`, { shop: shop.name }))
  const wrong = said ? `<p class="wrong" role="alert">${words(said)}</p>` : ''
  const form =
    `<form method="post" action="/l/${code}"><label for="word">${words('label')}</label>` +
    '<input id="word" name="word" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="60" required autofocus>' +
    `<button>${words('open')}</button></form>`
  return page(language, text('links:password.title', { shop: shop.name }), `${wrong}${said === 'too-many' ? '' : form}<p>${words('never')}</p>`)
}

/**
 * Leads on from a page that took a form: browsers hold a redirect after a form to the policy of its page, which lets
 * nothing out. Says where it goes, too.
 */
export function onwardPage(language: Language, location: string, shop: ShopName): string {
  const to = escapeHtml(location)
  const shown = escapeHtml(textsIn(language)('links:password.onward', { to: location.startsWith('/') ? shop.name : new URL(location).host }))
  return page(language, textsIn(language)('links:password.right'), `<p><a href="${to}">${shown}</a></p>`, `<meta http-equiv="refresh" content="0;url=${to}">`)
}

const wayTo = (language: Language, shop: ShopName | null): string =>
  shop ? `<p><a href="/s/${encodeURIComponent(shop.slug)}">${escapeHtml(textsIn(language)('links:gone.shop', { shop: shop.name }))}</a></p>` : ''

const page = (language: Language, title: string, body: string, head = ''): string =>
  `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<meta name="robots" content="noindex">${head}<title>${escapeHtml(title)}</title><style>${STYLE}</style>` +
  `<main><h1>${escapeHtml(title)}</h1>${body}</main></html>`

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
