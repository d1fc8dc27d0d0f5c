// No imports: the composer previews with the same code that makes the text.

export const LINK_PLACE = '{link}'

/**
 * The text as it goes out: its link where the text says `{link}`, at its end otherwise; without a link the place is
 * taken out, with the blank before it.
 */
export function finalText(text: string, link: string | null): string {
  const written = text.trim()
  if (link === null) return written.replace(/[ \t]*\{link\}/g, '').trim()
  if (written.includes(LINK_PLACE)) return written.replaceAll(LINK_PLACE, link)
  return written === '' ? link : `${written}\n\n${link}`
}
