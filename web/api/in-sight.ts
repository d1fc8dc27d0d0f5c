import { createContext } from 'svelte'

const [near, setNear, hasNear] = createContext<() => boolean>()

export const tellSight = setNear

/** Whether what is drawn here is near the reader's eyes, as the `<InSight>` around it sees; always, where there is none. */
export const sight = (): (() => boolean) => (hasNear() ? near() : () => true)
