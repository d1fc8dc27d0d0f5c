import { askAhead } from '$api/asking.svelte'
import { agendaWords, words } from '$i18n/words.svelte'

// Drawn by the server with the day's list in it: the desk begins here.
export const ssr = true

export const load = () =>
  Promise.all([
    words('coach', 'channels'),
    agendaWords(),
    askAhead('GET /api/shops/:shop/today', 'today'),
    askAhead('GET /api/shops/:shop/timer', 'timer'),
  ])
