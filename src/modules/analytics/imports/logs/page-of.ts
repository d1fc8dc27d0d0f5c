/** What addresses of pages end in, where they end in anything. */
const PAGES = new Set(['html', 'htm', 'xhtml', 'shtml', 'php', 'php5', 'phtml', 'asp', 'aspx', 'jsp', 'jspx', 'do', 'cfm', 'cgi', 'pl', 'amp'])

/** Doors and machinery of the usual programs: whoever knocks there is the shop itself, a program, or looks for a way in. */
const BACKSTAGE = /^\/(?:wp-(?:admin|login\.php|json|cron\.php|includes|content)|xmlrpc\.php|administrator|admin|cpanel|phpmyadmin|cgi-bin|api|graphql|\.[a-z])(?:\/|\.|$)|\/wp-(?:admin|login\.php|json|cron\.php)(?:\/|$)/i

/** Read by programs, again and again. */
const FEED = /(?:^|\/)(?:feed|rss|atom)\/?$/i

/** What is asked for by a path without its query: something to look at, a part of it or a file, or the machinery behind. */
export function kindOfPath(path: string): 'page' | 'file' | 'backstage' {
  if (BACKSTAGE.test(path)) return 'backstage'
  if (FEED.test(path)) return 'file'
  const name = path.slice(path.lastIndexOf('/') + 1)
  // A name that ends in a version (sambal-v2.5) is no file's.
  const ending = /\.([a-z][a-z0-9]{0,5}|7z|3gp)$/i.exec(name)?.[1]
  return ending === undefined || PAGES.has(ending.toLowerCase()) ? 'page' : 'file'
}
