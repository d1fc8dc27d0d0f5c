// A page that the server drew is adopted, not drawn anew: what is on screen stays, and comes to life a part at a time.

let adopting = !import.meta.env.SSR

/** Whether all of a part is drawn at once, because it stands there already: on the server, and where that is adopted. */
export const standsThere = () => import.meta.env.SSR || (adopting && document.querySelector('.island') !== null)

/** The page's frame is adopted; its parts (ui/Island.svelte) follow. */
export const frameAdopted = () => (adopting = false)

/** Adopts a part: whatever `work` draws stands there already. */
export function adopt(work: () => void) {
  adopting = true
  try {
    work()
  } finally {
    adopting = false
  }
}
