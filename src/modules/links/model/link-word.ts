/** A word of a shop's own in an address, as it is stored; null for what is none: letters, digits and single dashes between them. */
export function readLinkWord(text: string): string | null {
  const word = text.toLowerCase()
  return word.length >= 3 && word.length <= 40 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(word) ? word : null
}
