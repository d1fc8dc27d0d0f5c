/**
 * The first part of every path that is Kicau's own: public pages and machinery, then the desk's places.
 * No shop's address may shadow one of them. Whoever adds a path at the root adds it here.
 */
export const reservedPaths = [
  // public
  'api',
  'b',
  'g',
  'l',
  'media',
  'mp',
  'r',
  's',
  't',
  'tahap',
  'v',
  // the machinery of the web
  '_app',
  'assets',
  'favicon',
  'icons',
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

/** Where a shop's story stands below its page, `/s/<shop>/cerita`; its neighbours there are `go` and `picture`. */
export const storyPart = 'cerita'

/** Where it says what is measured on a shop's sites, `/s/<shop>/ukur`. */
export const measuredPart = 'ukur'

/** Where its order form stands, `/s/<shop>/pesan`. */
export const orderFormPart = 'pesan'
