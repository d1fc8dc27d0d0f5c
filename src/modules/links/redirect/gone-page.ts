import type { Language } from '#contract/values.ts'
import { textsIn } from '#platform/i18n'

// No script, no font, nothing from elsewhere: the page must open on any phone, within one packet.
const STYLE =
  ':root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto 0;padding:0 1.25rem;' +
  'background:#faf6ee;color:#262a20}h1{font-size:1.5rem;line-height:1.25}a{color:#2c6a3b}' +
  '@media(prefers-color-scheme:dark){body{background:#181a15;color:#f0ecdf}a{color:#93ce95}}'

export const GONE_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** What is shown for a code that leads nowhere: in the reader's language, with the way to the shop where one is known. */
export function gonePage(language: Language, shop: { name: string; slug: string } | null): string {
  const text = textsIn(language)
  const title = escapeHtml(text('links:gone.title'))
  const way = shop ? `<p><a href="/s/${encodeURIComponent(shop.slug)}">${escapeHtml(text('links:gone.shop', { shop: shop.name }))}</a></p>` : ''
  return (
    `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<meta name="robots" content="noindex"><title>${title}</title><style>${STYLE}</style>` +
    `<main><h1>${title}</h1><p>${escapeHtml(text('links:gone.text'))}</p>${way}</main></html>`
  )
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
