import { words } from '$i18n/words.svelte'

export const load = () => words('worth', 'coach')
