import { mount, tick } from 'svelte'
import Toasts from './Toasts.svelte'
import type { Told } from './toast-stack'

const layer = mount(Toasts, { target: document.body })
// A screen reader tells what comes into a region that it knows already.
const known = tick().then(() => new Promise((resolve) => setTimeout(resolve)))

export async function show(told: Omit<Told, 'id'>) {
  await known
  layer.add(told)
}
