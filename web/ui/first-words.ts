/** The first words of a post's text, without its link or the place of it: what it is known by in a list. */
export function firstWords(text: string, most: number): string {
  const plain = (words: string) => words.replace(/\s*\{link\}/g, '').replace(/\s+/g, ' ').trim()
  // Of a post that is an address and nothing else, the address.
  const line = plain(text.replace(/\bhttps?:\/\/\S+/g, '')) || plain(text)
  return line.length > most ? `${line.slice(0, most).trimEnd()}…` : line
}
