/** `https://toko.example/l/k7mwd`; null where nobody could open it. */
export const shortUrl = (address: string | null, code: string): string | null => (address === null ? null : `${address}/l/${code}`)
