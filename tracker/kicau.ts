// The tracker for customers' sites. No cookie, nothing stored, nothing imported; under 1,000 bytes as it travels.
//
//   <script defer src="https://…/t/kicau.js" data-site="KEY"></script>
//
//   kicau('goal', 'Pesan', { value: 25000, currency: 'IDR' })   or   <button data-kicau-goal="Pesan" data-kicau-value="25000" …>
//   kicau('order', 'K7', { value: 25000, currency: 'IDR' })     an order's code
//   kicau('visitor', 'an id')                                    once a visitor agreed to be known again
//   kicau('view')                                                where a page changes without its address
//
// Who opens a page of the site with #kicau=off at its end is not counted on it any more (#kicau=on takes it back).

interface More {
  value?: number | string
  currency?: string
}

type Call = [command: string, argument?: string, more?: More]

declare global {
  interface Window {
    kicau?: { (...call: Call): void; q?: Call[] }
  }
}

{
  const script = document.currentScript as HTMLScriptElement
  const { site, code, currency } = script.dataset
  const target = new URL('hit', script.src).href
  const waiting = window.kicau?.q ?? []
  let visitor: string | undefined
  let path: string | undefined
  let referrer: string | undefined = document.referrer
  let engaged = 0
  let since = 0
  let own = navigator.webdriver
  try {
    const asked = /#kicau=(o\w+)$/.exec(location.hash)
    if (asked) localStorage.kicau = asked[1]
    own ||= localStorage.kicau === 'off'
  } catch {
    // A browser that stores nothing.
  }

  const send = (kind: string, more?: object): void => {
    if (own) return
    const body = JSON.stringify({ site, kind, url: path, width: innerWidth, visitor, ...more })
    // As plain text a beacon asks for no permission first, and it outlives the page.
    if (!navigator.sendBeacon?.(target, body)) fetch(target, { method: 'POST', body, keepalive: true }).catch(() => {})
  }

  const shown = (): boolean => document.visibilityState === 'visible'

  const watch = (): void => {
    const now = performance.now()
    if (since) engaged += now - since
    since = shown() && document.hasFocus() ? now : 0
  }

  /** What was looked at so far: sent when the page goes out of sight, for it may never come back. */
  const leave = (): void => {
    watch()
    if (path && engaged > 999) {
      send('engagement', { engaged: Math.round(engaged) })
      engaged = 0
    }
  }

  const view = (again?: unknown): void => {
    const address = location.href.replace(/#.*/, '')
    // A page that nobody sees (prerendered, opened in a tab behind) is counted when it is shown.
    if (!shown() || (path === address && again !== true)) return
    leave()
    path = address
    engaged = 0
    send('view', { referrer, code })
    referrer = undefined
  }

  const run = (command: string, argument?: string, more?: More): void => {
    if (command === 'visitor') visitor = argument
    else if (command === 'view') view(true)
    else send(command, { [command === 'order' ? 'code' : 'name']: argument, currency, ...more })
  }

  const acted = ({ target: element, type, button }: Event & { button?: number }): void => {
    if (!(element instanceof Element) || (button ?? 0) > 1) return
    const goal = element.closest<HTMLElement>('[data-kicau-goal]')
    // A form is reached when it is sent, anything else when it is clicked.
    if (goal && (goal.tagName === 'FORM') === (type === 'submit')) {
      const { kicauGoal, kicauValue: value, kicauCurrency = currency } = goal.dataset
      run('goal', kicauGoal, { value, currency: kicauCurrency })
    }
    const link = element.closest<HTMLAnchorElement>('a[href]')
    if (link?.host && link.host !== location.host) send('outbound', { name: link.href })
  }

  const { pushState } = history
  history.pushState = function (...change) {
    pushState.apply(this, change)
    view()
  }
  addEventListener('popstate', view)
  addEventListener('pageshow', (event) => view(event.persisted))
  document.addEventListener('visibilitychange', () => (shown() ? (watch(), view()) : leave()))
  addEventListener('focus', watch)
  addEventListener('blur', watch)
  addEventListener('pagehide', leave)
  for (const kind of ['click', 'auxclick', 'submit']) document.addEventListener(kind, acted, true)

  window.kicau = run
  watch()
  view()
  for (const call of waiting) run(...call)
}
