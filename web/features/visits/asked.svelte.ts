import { goto } from '$app/navigation'
import { page } from '$app/state'
import type { Comparison, VisitFilter, VisitFilters, VisitStep } from '#contract/visit-filters.ts'
import { today } from '$i18n/format.svelte'
import { addressOf, readAddress, type SpanName, type VisitsAsked } from './visit-address'
import { daysBack } from './visit-words'

/** How the screen opens where its address says nothing. */
const opening = (): VisitsAsked => ({ span: '30', own: { from: daysBack(today(), 30), to: today() }, compare: 'none', site: '', filters: [], steps: [{ kind: 'page', like: '*' }, { kind: 'whatsapp', like: '*' }, { kind: 'order', like: '*' }] })

/**
 * What the Visits screen is asked about: days, site, filters, the funnel's steps, and what they are compared with. The address says it too,
 * so that a question can be kept, sent and led to.
 */
export class Asked {
  readonly #opens = opening()
  span = $state<SpanName | null>(this.#opens.span)
  own = $state(this.#opens.own)
  compare = $state<Comparison | 'none'>(this.#opens.compare)
  site = $state(this.#opens.site)
  filters = $state.raw<VisitFilters>(this.#opens.filters)
  steps = $state.raw<VisitStep[]>(this.#opens.steps)

  readonly days = $derived.by(() => {
    const to = today()
    if (this.span !== 'own') return { from: daysBack(to, Number(this.span ?? '30')), to }
    const { from, to: last } = this.own
    return from && last && from <= last ? { from, to: last } : { from: daysBack(to, 30), to }
  })

  /** As the routes take it. */
  readonly query = $derived({
    ...this.days,
    ...(this.site !== '' && { site: this.site }),
    ...(this.filters.length > 0 && { filters: JSON.stringify(this.filters) }),
  })

  readonly compared = $derived({ ...this.query, ...(this.compare !== 'none' && { compare: this.compare }) })

  /** Of which visits it is asked. */
  readonly #of = $derived(JSON.stringify([this.site, this.filters]))

  /** Whether it is narrowed to some of the visits. */
  readonly narrowed = $derived(this.site !== '' || this.filters.length > 0)

  readonly #address = $derived(
    addressOf({ span: this.span ?? '30', own: this.days, compare: this.compare, site: this.site, filters: this.filters, steps: this.steps }, this.#opens),
  )

  constructor() {
    const inAddress = () => readAddress(page.url.searchParams, this.#opens)
    Object.assign(this, inAddress())
    let shown = this.#address
    let of = this.#of
    let underway = 0
    $effect(() => {
      if (this.#address === shown) return
      shown = this.#address
      underway++
      // What was narrowed by a tap is widened again by the browser's own way back; other days are no step that anybody takes back.
      const replace = this.#of === of
      of = this.#of
      void goto(page.url.pathname + shown, { replace, reset: false }).finally(() => underway--)
    })
    // Who comes to the screen anew, by its place or a link, asks what that address says.
    $effect(() => {
      const said = inAddress()
      const address = addressOf(said, this.#opens)
      if (underway > 0 || address === shown) return
      shown = address
      Object.assign(this, said)
      of = this.#of
    })
  }

  /** Adds a filter, or puts it in the place of another; one that says the same already stands. */
  add(filter: VisitFilter, instead: VisitFilter | null = null) {
    const same = JSON.stringify(filter)
    const others = this.filters.filter((one) => one !== instead)
    if (others.some((one) => JSON.stringify(one) === same)) this.filters = others
    else this.filters = instead ? this.filters.map((one) => (one === instead ? filter : one)) : [...others, filter]
  }

  remove(filter: VisitFilter) {
    this.filters = this.filters.filter((one) => one !== filter)
  }
}
