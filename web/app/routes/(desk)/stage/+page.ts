import { words } from '$i18n/words.svelte'

// The stages are named once, in the self-test's words.
export const load = () => words('stage', 'self-test')
