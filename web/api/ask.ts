export { ask } from './asking.svelte'
