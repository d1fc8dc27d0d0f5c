// The tracker for customers' sites. No cookie, nothing imported; what travels is put together for each site out of the
// add-ons that it has (`build.ts`): under 700 bytes with none of them, under 1,000 with all.
//
//   <script defer src="https://…/t/KEY.js"></script>
//
//   kicau('goal', 'Pesan', { value: 25000, currency: 'IDR' })   or   <button data-kicau-goal="Pesan" data-kicau-value="25000" …>
//   kicau('order', 'K7', { value: 25000, currency: 'IDR' })     an order's code
//   kicau('consent', true)                                       known again by an id in this browser; false throws it away
//   kicau('view')                                                where a page changes without its address
//
// What stands in the script's `data-…` is said with every hit: `data-visitor`, an id of the site's own for somebody who
// agreed; `data-currency`; `data-code`. Nothing is stored but what somebody asked for:
// consent's id, and whether this browser counts. Who opens a page of the site with #kicau=off at its end sends nothing
// any more, #kicau=own says that it is one of the shop's own, and #kicau=on takes both back.

/** A call, and in front of the script those that wait for it: `kicau=function(){(kicau.q=kicau.q||[]).push(arguments)}`. */
type Kicau = ((command: string, argument?: unknown, more?: object) => void) & { q?: [string, unknown, object][] }

declare global {
  interface Window {
    kicau?: Kicau
  }
  interface PerformanceEntry {
    /** Of a page's own, where the browser tells it. */
    readonly responseStatus?: number
  }
}

/** The add-ons: what is false here does not travel. */
declare const OUTBOUND: boolean, ENGAGED: boolean, GOALS: boolean, MISSING: boolean, CROSS: boolean, CONSENT: boolean

// Words of the site's own, written in when the script is served.
declare const KICAU_SITE: string
/** What is acted on (a form when it is sent, anything else when it is clicked), words in it, and which goal that is. */
declare const KICAU_GOALS: [selector: string, words: string, name?: string][]
/** Where the shop's other sites stand: of an address its host and path. */
declare const KICAU_OTHERS: RegExp

const { dataset, src } = document.currentScript as HTMLScriptElement
const visit = CROSS && Math.random()
let kept: { [name: string]: unknown } = {}
let url: string | undefined
let { referrer } = document
let engaged = 0
let depth = 0
let since = 0
let visitor: unknown

try {
  kept = localStorage
} catch {
  // A browser that stores nothing.
}

const came = location.href.split('#kicau=')[1]
if (came) {
  // Only the fragment goes.
  history.replaceState(history.state, came, ' ')
  // Not the number of a visit that began on another of the shop's sites.
  if (came > 'n') kept.kicau = came
}
if (CONSENT) visitor = kept.kicauId
const left = navigator.webdriver ? 'bot' : (kept.kicau as string | undefined)

const send = (kind: string, more?: object): void => {
  // A beacon outlives the page, and as plain text it asks for no permission first.
  if (left !== 'off')
    navigator.sendBeacon(src + '/../hit', JSON.stringify({ site: KICAU_SITE, ...(CONSENT && { visitor }), ...dataset, kind, url, left, ...(CROSS && { way: [came, visit] }), ...more }))
}

/** How long the page was looked at, and how much of it: sent when it goes out of sight, for it may never come back. */
const look = (over?: boolean): void => {
  const now = performance.now()
  engaged += since && now - since
  // What is false adds nothing.
  since = (document.hasFocus() && !document.hidden && now) as number
  depth = Math.max(depth, (scrollY + innerHeight) / document.documentElement.scrollHeight)
  if (engaged > 999 && (over || document.hidden)) {
    send('engagement', { engaged, depth })
    engaged = 0
  }
}

const view = (again?: boolean): void => {
  const address = location.href.split('#')[0]
  // A page that nobody sees (prerendered, opened in a tab behind) is counted when it is shown.
  if ((again || url !== address) && !document.hidden) {
    if (ENGAGED) {
      look(true)
      depth = 0
    }
    url = address
    send('view', { referrer })
    referrer = ''
  }
}

const run: Kicau = (command, name, more) => {
  if (command === 'view') view(true)
  else if (CONSENT && command === 'consent') visitor = name ? (kept.kicauId = visitor || Math.random()) : void delete kept.kicauId
  else send(command, { name, ...more })
}

const push = history.pushState
history.pushState = (...change) => {
  push.apply(history, change)
  view()
}

type Happened = Event & Partial<Pick<MouseEvent & PageTransitionEvent, 'button' | 'persisted'>>

`${GOALS || OUTBOUND || CROSS ? 'submit#click#auxclick#' : ''}${ENGAGED ? 'scroll#focus#blur#' : ''}visibilitychange#pageshow#popstate`.split('#').map((kind) =>
  addEventListener(
    kind,
    ({ type, target, button, persisted }: Happened) => {
      if (ENGAGED) look()
      // An address that was only replaced is no other page.
      if (!url || /^p/.test(type)) view(persisted)
      if ((GOALS || OUTBOUND || CROSS) && (button! < 2 || type === 'submit')) {
        if (GOALS)
          KICAU_GOALS.map(([selector, words, name]) => {
            const element = (target as Element).closest<HTMLElement & { action?: string }>(selector)
            if (element?.textContent.includes(words) && !element.action === button! < 2) send('goal', { name, ...element.dataset })
          })
        const link = (target as Element).closest('a')
        if ((OUTBOUND || CROSS) && link?.host) {
          if (OUTBOUND && (location.host !== link.host || /\.(?!html?|php)\w{3,4}$/.test(link.pathname))) send('outbound', { name: link.href })
          // Who is not counted (`off`, `own`, `bot`: they have a third letter) gets no number.
          if (CROSS && !left?.[2] && KICAU_OTHERS.test(link.host + link.pathname)) link.hash ||= 'kicau=' + visit
        }
      }
    },
    true,
  ),
)

view()
if (MISSING && performance.getEntries()[0]!.responseStatus === 404) run('goal', 404)
window.kicau?.q?.map((call) => run(...call))
window.kicau = run
