import { mount, tick } from 'svelte'
import { t } from '$i18n/words.svelte'
import { toastProblem, type ToastOptions } from './toast'
import Toasts from './Toasts.svelte'

const layer = mount(Toasts, { target: document.body })
// A screen reader tells what comes into a region that it knows already.
const known = tick().then(() => new Promise((resolve) => setTimeout(resolve)))

export async function show(text: string, { undo, tone = 'plain', about }: ToastOptions, more?: string) {
  await known
  layer.add({
    about,
    text,
    tone,
    more: more || undefined,
    // Reading takes time, and so does a second thought.
    forMs: undo || tone === 'bad' ? 10_000 : 5_000,
    act: undo && { label: t('ui:undo'), do: () => void takeBack(undo) },
  })
}

/** An undo that fails must not look like one that was done. */
async function takeBack(undo: () => unknown) {
  try {
    await undo()
  } catch (problem) {
    await toastProblem(problem)
  }
}
