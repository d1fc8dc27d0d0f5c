import { mount } from 'svelte'
import { toast } from 'svelte-sonner'
import { t } from '$i18n/words.svelte'
import { toastProblem, type ToastOptions } from './toast'
import Toasts from './Toasts.svelte'

mount(Toasts, { target: document.body })

const kinds = { plain: toast, good: toast.success, bad: toast.error } as const

export function show(text: string, { undo, tone = 'plain', about }: ToastOptions, more?: string) {
  kinds[tone](text, {
    ...(about !== undefined && { id: about }),
    description: more || undefined,
    // Reading takes time, and so does a second thought.
    duration: undo || tone === 'bad' ? 10_000 : 5_000,
    action: undo ? { label: t('ui:undo'), onClick: () => void takeBack(undo) } : undefined,
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
