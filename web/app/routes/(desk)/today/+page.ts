import { agendaWords, words } from '$i18n/words.svelte'

export const load = () => Promise.all([words('coach', 'channels'), agendaWords()])
