/**
 * The first part of every path that is Kicau's own: public pages and machinery, then the desk's places.
 * No shop's address may shadow one of them. Whoever adds a path at the root adds it here.
 */
export const reservedPaths = [
  // public
  'api',
  'l',
  'media',
  's',
  't',
  'tahap',
  // the machinery of the web
  '_app',
  'assets',
  'favicon',
  'health',
  'healthz',
  'manifest',
  'metrics',
  'offline',
  'readyz',
  'robots',
  'service-worker',
  'share',
  'sitemap',
  'static',
  'well-known',
  // the desk
  'accounts',
  'begin',
  'calendar',
  'channels',
  'coach',
  'community',
  'compose',
  'composer',
  'demo',
  'hours',
  'inbox',
  'invite',
  'links',
  'login',
  'logout',
  'mentions',
  'more',
  'orders',
  'payback',
  'people',
  'posts',
  'reports',
  'settings',
  'shop-page',
  'signup',
  'stage',
  'today',
  'visits',
  // names that would look like the house speaking
  'admin',
  'help',
  'kicau',
  'new',
  'official',
  'root',
  'support',
  'www',
] as const

/** What no shop may call its page; the workspace module asks it of every slug. */
export const reservedSlugs: ReadonlySet<string> = new Set(reservedPaths)

export const isReserved = (slug: string): boolean => reservedSlugs.has(slug.trim().toLowerCase())
