import { words } from '$i18n/words.svelte'

// Channels, activities and footings are named once, in effort's words.
export const load = () => words('payback', 'effort')
