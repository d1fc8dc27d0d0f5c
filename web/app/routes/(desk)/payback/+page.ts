import { words } from '$i18n/words.svelte'

// Activities, footings and kinds of cost are named once, in effort's words.
export const load = () => words('payback', 'effort', 'channels')
