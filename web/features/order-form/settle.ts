import type { DeclineWhy, FormOrder } from '#contract/order-form.ts'
import { call } from '$api/client'
import { refresh } from '$api/live'
import { t } from '$i18n/words.svelte'
import { toast, toastProblem } from '$ui/toast'

type Ref = Pick<FormOrder, 'id' | 'reference'>

const again = () => refresh('form-orders', 'order-form', 'orders', 'today')

async function act(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    void again()
    return true
  } catch (failure) {
    void toastProblem(failure)
    return false
  }
}

export async function confirm({ id, reference }: Ref) {
  if (await act(() => call('POST /api/shops/:shop/form-orders/:id/confirm', { params: { id } })))
    void toast(t('order-form:waiting.confirmed', { reference }), { tone: 'good', undo: () => act(() => call('DELETE /api/shops/:shop/form-orders/:id/confirm', { params: { id } })) })
}

export async function decline({ id, reference }: Ref, why: DeclineWhy): Promise<boolean> {
  const done = await act(() => call('POST /api/shops/:shop/form-orders/:id/decline', { params: { id }, body: { why } }))
  if (done) void toast(t('order-form:decline.done', { reference }), { undo: () => act(() => call('DELETE /api/shops/:shop/form-orders/:id/decline', { params: { id } })) })
  return done
}

/** Takes a decision back: it waits again. */
export async function unsettle({ id, reference, state }: Ref & Pick<FormOrder, 'state'>) {
  const what = state === 'declined' ? 'decline' : 'confirm'
  if (await act(() => call(`DELETE /api/shops/:shop/form-orders/:id/${what}`, { params: { id } }))) void toast(t('order-form:list.unsettled', { reference }))
}
