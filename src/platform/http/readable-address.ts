/**
 * An address as it can be read: a part of its path that is no UTF-8 stands as `-`, which names nothing. Then whoever opened it is
 * told so by the page that answers there, in a page; the API's own answer is for programs.
 */
export function readableAddress(address: string): string {
  if (!address.includes('%') || address.startsWith('/api/')) return address
  const [path, ...query] = address.split('?')
  return [path!.split('/').map((part) => (isReadable(part) ? part : '-')).join('/'), ...query].join('?')
}

function isReadable(part: string): boolean {
  try {
    decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}
