import { Offline, ProblemError } from '$api/problem'
import { t } from '$i18n/words.svelte'

export interface ProblemWords {
  title: string
  kept?: string
  todo?: string
}

/** What happened, what was kept, what to do: the server's own words where it had any, else ours. */
export function problemWords(problem: unknown): ProblemWords {
  if (problem instanceof ProblemError && problem.problem.title) {
    const { title, kept, todo } = problem.problem
    return { title, kept, todo }
  }
  if (problem instanceof Offline) {
    return { title: t('ui:offline.title'), kept: t('ui:offline.kept'), todo: t('ui:offline.todo') }
  }
  return { title: t('ui:broken.title'), kept: t('ui:broken.kept'), todo: t('ui:broken.todo') }
}
