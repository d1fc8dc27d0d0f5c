/**
 * What is answered under a domain of a shop's own. Its root is the shop's page; a word or a code is one of its links, and
 * only its own: another shop's page or link must not stand under this one's name. What its page is made of stays where it is;
 * the desk is not there.
 */
export function pathOnOwnDomain(url: string, slug: string): string {
  const [path = '/', query] = split(url)
  const [, first = '', second = '', third] = path.split('/')
  const there = (to: string) => to + query
  if (first === '') return there(`/s/${slug}`)
  if (AS_IT_IS.has(first)) return url
  if (first === 's') return second === slug ? url : nowhere(slug)
  if (first === 'l') return third === undefined ? there(`/l/${slug}/${second}`) : second === slug ? url : nowhere(slug)
  if (first === 'api') return OF_THE_API.test(path) ? url : nowhere(slug)
  return second === '' && third === undefined ? there(`/l/${slug}/${first}`) : nowhere(slug)
}

/** What the public pages fetch, and what browsers ask of every host. */
const AS_IT_IS: ReadonlySet<string> = new Set(['t', '_app', 'favicon.ico', 'favicon.svg', 'icons', 'robots.txt', '.well-known'])
/** How a domain is found to lead here. */
const OF_THE_API = /^\/api\/nonce$/

/** No link's word: leads to the page for links that are not there. */
const nowhere = (slug: string): string => `/l/${slug}/-`

function split(url: string): [path: string, query: string] {
  const at = url.search(/[?#]/)
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)]
}
