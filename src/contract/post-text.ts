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

/** The first words of a post's text, without its link or the place of it: what it is known by in a list. */
export function firstWords(text: string, most: number): string {
  const plain = (words: string) => words.replace(/\s*\{link\}/g, '').replace(/\s+/g, ' ').trim()
  // Of a post that is an address and nothing else, the address.
  const line = plain(text.replace(/\bhttps?:\/\/\S+/g, '')) || plain(text)
  return line.length > most ? `${line.slice(0, most).trimEnd()}…` : line
}
