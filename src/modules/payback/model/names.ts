/** A name as it is compared: a report's "Reels Sambal" is an address's `reels-sambal`. */
const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** A creator's `@mama_masak` is nobody else: neither `@mama.masak` nor the neighbour. */
export const keyOfName = (name: string): string => (/^\s*@/.test(name) ? name.normalize('NFKC').trim().replace(/^@\s+/, '@').toLowerCase() : plainName(name))
