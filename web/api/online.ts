import { createSubscriber } from 'svelte/reactivity'

const follow = createSubscriber((tell) => {
  addEventListener('online', tell)
  addEventListener('offline', tell)
  return () => {
    removeEventListener('online', tell)
    removeEventListener('offline', tell)
  }
})

/** Whether the browser knows of a network. Svelte has the same, and makes it together with eleven that nobody here asks for. */
export const online = {
  get current(): boolean {
    follow()
    return navigator.onLine
  },
}
