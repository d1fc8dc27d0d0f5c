import { routes } from '$app/manifest'
import type { IconName } from '$ui/icons'
import type { WordKey } from '$i18n/words.svelte'

export interface Place {
  path: string
  icon: IconName
  /** Short name in the bar. */
  name: WordKey
  /** In the phone's bar (at most four beside More), or on the page More. The side bar shows both. */
  in: 'bar' | 'more'
}

/** Every place of the desk, in the order it is shown. */
const planned: readonly Place[] = [
  { path: '/today', icon: 'sun', name: 'ui:places.today', in: 'bar' },
  { path: '/calendar', icon: 'calendar', name: 'ui:places.calendar', in: 'bar' },
  { path: '/payback', icon: 'scale', name: 'ui:places.payback', in: 'bar' },
  { path: '/orders', icon: 'bag', name: 'ui:places.orders', in: 'more' },
  { path: '/links', icon: 'link', name: 'ui:places.links', in: 'more' },
  { path: '/visits', icon: 'globe', name: 'ui:places.visits', in: 'more' },
  { path: '/reports', icon: 'chart', name: 'ui:places.reports', in: 'more' },
  { path: '/hours', icon: 'clock', name: 'ui:places.hours', in: 'more' },
  { path: '/stage', icon: 'sprout', name: 'ui:places.stage', in: 'more' },
  { path: '/accounts', icon: 'megaphone', name: 'ui:places.accounts', in: 'more' },
  { path: '/settings', icon: 'sliders', name: 'ui:places.settings', in: 'more' },
]

// A place that does not live yet is not shown: what has a route lives.
const lives = (path: string) => routes.some((route) => route.id === `/(desk)${path}`)
const places = planned.filter((place) => lives(place.path))

/** The ten-second order, which has a button of its own. */
export const canNoteOrder = lives('/orders/new')

export const barPlaces = places.filter((place) => place.in === 'bar')
export const morePlaces = places.filter((place) => place.in === 'more')
