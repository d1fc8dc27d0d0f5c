/** The first words of a post's text, without the place of its link: what it is known by in a list. */
export function firstWords(text: string, most: number): string {
  const line = text.replace(/\s*\{link\}/g, '').replace(/\s+/g, ' ').trim()
  return line.length > most ? `${line.slice(0, most).trimEnd()}…` : line
}
