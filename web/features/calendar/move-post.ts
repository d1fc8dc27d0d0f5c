import type { Post } from '#contract/publishing.ts'
import { call } from '$api/client'
import { refresh } from '$api/live'
import { clockTime, dayTime, today } from '$i18n/format.svelte'
import { t } from '$i18n/words.svelte'
import { toast } from '$ui/toast'

export interface Hour {
  /** `2026-11-22`, in the shop's zone. */
  day: string
  /** `19:30`. */
  time: string
}

/** The hour at which a scheduled post goes out, as the shop's own clock has it. */
export const hourOf = ({ scheduledAt }: Pick<Post, 'scheduledAt'>): Hour => ({ day: today(new Date(scheduledAt!)), time: clockTime(scheduledAt!) })

/** Moves a post and says so, with the way back where its old hour is still to come. Throws what the server refuses. */
export async function movePost({ id, scheduledAt }: Post, to: Hour): Promise<void> {
  const from = hourOf({ scheduledAt })
  const set = async (when: Hour) => {
    const moved = await call('POST /api/shops/:shop/posts/:id/schedule', { params: { id }, body: { when } })
    await refresh('publishing', 'composer')
    return moved
  }
  const moved = await set(to)
  void toast(t('publishing:post.moved', { when: dayTime(moved.scheduledAt!) }), {
    tone: 'good',
    undo: new Date(scheduledAt!) > new Date() ? () => set(from) : undefined,
  })
}
